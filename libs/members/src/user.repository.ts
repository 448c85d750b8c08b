import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import { sealedCountSql } from '@turnpike/secrets';
import type { SealedCount } from '@turnpike/secrets';

const SEALED = sealedCountSql('SELECT sealed_totp_secret AS sealed FROM member_user');

/** A user as stored, sealed and hashed things included; never for an answer. */
export interface StoredUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly sealedTotpSecret: Uint8Array<ArrayBuffer> | null;
  readonly totpConfirmedAt: Date | null;
  readonly operator: boolean;
}

/** A user to be stored. */
export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
}

/** A user's second factor as it is sealed. */
export interface SealedSecret {
  readonly id: string;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** The statements about users. */
@Injectable()
export class UserRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /** The user of this id, or null. */
  find(id: string): Promise<StoredUser | null> {
    return this.prisma.memberUser.findUnique({ where: { id } });
  }

  /** The user with this address as it is stored, or null. */
  findByEmail(email: string): Promise<StoredUser | null> {
    return this.prisma.memberUser.findUnique({ where: { email } });
  }

  /** Takes a time step for a code; false if that step or a later one was taken. */
  async takeTotpStep(id: string, step: number): Promise<boolean> {
    const taken = await this.prisma.memberUser.updateMany({
      where: { id, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
      data: { totpLastStep: step },
    });
    return taken.count === 1;
  }

  /** Takes a recovery code away; false if there is none of this digest. */
  async takeRecoveryCode(userId: string, digest: Uint8Array<ArrayBuffer>): Promise<boolean> {
    return (await this.prisma.memberRecoveryCode.deleteMany({ where: { userId, digest } })).count === 1;
  }

  /** How many second factors are sealed under each key, those that wait to be confirmed included. */
  sealedUnder(): Promise<readonly SealedCount[]> {
    return this.prisma.$queryRawUnsafe<SealedCount[]>(SEALED);
  }

  /** Up to `max` second factors that are sealed under another key than that of this number, after that user. */
  sealedOtherwise(kid: number, after: string, max: number): Promise<readonly SealedSecret[]> {
    return this.prisma.$queryRaw<SealedSecret[]>`
      SELECT id, sealed_totp_secret AS sealed FROM member_user
      WHERE sealed_totp_secret IS NOT NULL AND get_byte(sealed_totp_secret, 1) <> ${kid} AND id > ${after}
      ORDER BY id LIMIT ${max}`;
  }

  /** Puts one in place of another, unless that has changed meanwhile. */
  async reseal({ id, sealed }: SealedSecret, sealedTotpSecret: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const where = { id, sealedTotpSecret: sealed };
    return (await this.prisma.memberUser.updateMany({ where, data: { sealedTotpSecret } })).count === 1;
  }
}

/** Makes somebody an operator, or none any more; null if there is no such user. */
export async function setOperator(
  tx: TransactionClient,
  email: string,
  operator: boolean,
): Promise<{ readonly id: string } | null> {
  const data = { operator };
  return (
    (await tx.memberUser.updateManyAndReturn({ where: { email }, data, select: { id: true } }))[0] ?? null
  );
}

/** Holds a user's row until the transaction ends and gives it; null if there is none. */
export async function holdUser(tx: TransactionClient, id: string): Promise<StoredUser | null> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT id FROM member_user WHERE id = ${id} FOR UPDATE`;
  return rows.length === 0 ? null : tx.memberUser.findUnique({ where: { id } });
}

/**
 * Whether whoever opened something may still open it: an operator who signs in, for as long as they are one, and until the
 * transaction ends. Others are for `AdminKey` to judge.
 */
export async function isOpenerStill(tx: TransactionClient, openedBy: string | null): Promise<boolean> {
  if (openedBy?.startsWith('usr_') !== true) return true;
  return (await holdUser(tx, openedBy))?.operator ?? false;
}

/** Whether somebody has this address. */
export async function hasUser(tx: TransactionClient, email: string): Promise<boolean> {
  return (await tx.memberUser.count({ where: { email } })) > 0;
}

/** The user with this address, made if there is none; whoever comes second gets what the first has made. */
export async function findOrAddUser(tx: TransactionClient, user: NewUser, now: Date): Promise<StoredUser> {
  await tx.$executeRaw`
    INSERT INTO member_user (id, email, name, password_hash, created_at)
    VALUES (${user.id}, ${user.email}, ${user.name}, ${user.passwordHash}, ${now})
    ON CONFLICT (email) DO NOTHING`;
  return tx.memberUser.findUniqueOrThrow({ where: { email: user.email } });
}

/** Sets a password. A second factor that waits to be confirmed is forgotten: somebody else may have set it up. */
export async function setPassword(tx: TransactionClient, id: string, passwordHash: string): Promise<void> {
  await tx.memberUser.updateMany({ where: { id }, data: { passwordHash } });
  await tx.memberUser.updateMany({
    where: { id, totpConfirmedAt: null },
    data: { sealedTotpSecret: null, totpLastStep: null },
  });
}

/** Sets a secret that is not confirmed yet; false if one is confirmed. */
export async function setTotpSecret(
  tx: TransactionClient,
  id: string,
  sealedTotpSecret: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const set = await tx.memberUser.updateMany({
    where: { id, totpConfirmedAt: null },
    data: { sealedTotpSecret, totpLastStep: null },
  });
  return set.count === 1;
}

/** Makes the waiting secret a second factor, with these recovery codes in place of any others; false if none waits. */
export async function confirmTotp(
  tx: TransactionClient,
  id: string,
  sealedTotpSecret: Uint8Array<ArrayBuffer>,
  digests: readonly Uint8Array<ArrayBuffer>[],
  now: Date,
): Promise<boolean> {
  const confirmed = await tx.memberUser.updateMany({
    where: { id, totpConfirmedAt: null, sealedTotpSecret },
    data: { totpConfirmedAt: now },
  });
  if (confirmed.count !== 1) return false;
  await tx.memberRecoveryCode.deleteMany({ where: { userId: id } });
  await tx.memberRecoveryCode.createMany({ data: digests.map((digest) => ({ userId: id, digest })) });
  return true;
}

/** Takes the second factor away with its recovery codes. */
export async function removeTotp(tx: TransactionClient, id: string): Promise<void> {
  await tx.memberUser.updateMany({
    where: { id },
    data: { sealedTotpSecret: null, totpConfirmedAt: null, totpLastStep: null },
  });
  await tx.memberRecoveryCode.deleteMany({ where: { userId: id } });
}
