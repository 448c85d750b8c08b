import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';

/** A passkey as its owner sees it. */
export interface PasskeyRecord {
  readonly id: string;
  readonly label: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** A passkey with what its signatures are checked by. */
export interface StoredPasskey extends PasskeyRecord {
  readonly userId: string;
  readonly credentialId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: bigint;
  readonly transports: readonly string[];
}

/** The statements about passkeys. */
@Injectable()
export class PasskeyRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /** A user's passkeys, the newest first. */
  list(userId: string, max: number): Promise<readonly StoredPasskey[]> {
    return this.prisma.memberPasskey.findMany({
      where: { userId },
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      take: max,
    });
  }

  /** The passkey that an authenticator has under this name, or null. */
  findByCredential(credentialId: string): Promise<StoredPasskey | null> {
    return this.prisma.memberPasskey.findUnique({ where: { credentialId } });
  }
}

/** Takes one of a user's away; false if they have none of this id. */
export async function removePasskey(tx: TransactionClient, userId: string, id: string): Promise<boolean> {
  return (await tx.memberPasskey.deleteMany({ where: { userId, id } })).count === 1;
}

/** Adds a passkey; a unique violation if the authenticator's name for it is known. */
export async function insertPasskey(
  tx: TransactionClient,
  passkey: Omit<StoredPasskey, 'lastUsedAt'>,
): Promise<void> {
  const { transports, ...fields } = passkey;
  await tx.memberPasskey.create({ data: { ...fields, transports: [...transports] }, select: { id: true } });
}

/** How many passkeys a user has. */
export function countPasskeys(tx: TransactionClient, userId: string): Promise<number> {
  return tx.memberPasskey.count({ where: { userId } });
}

/** Writes a use; the counter never goes back. False if the passkey is gone. */
export async function notePasskeyUse(
  tx: TransactionClient,
  id: string,
  counter: number,
  now: Date,
): Promise<boolean> {
  const noted = await tx.memberPasskey.updateMany({
    where: { id, counter: { lte: counter } },
    data: { counter, lastUsedAt: now },
  });
  return noted.count === 1;
}
