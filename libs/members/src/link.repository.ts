import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';

/** What something that opens once is for. */
export type LinkPurpose = 'sign_in' | 'sign_up' | 'reset' | 'merchant' | 'passkey_add' | 'passkey_sign_in';

/** Something that opens once, before its time is over. */
export interface StoredLink {
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly purpose: LinkPurpose;
  readonly userId: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly passwordHash: string | null;
  readonly bindingHash: Uint8Array<ArrayBuffer> | null;
  readonly merchantId: number | null;
  readonly openedBy: string | null;
  readonly openerDigest: Uint8Array<ArrayBuffer> | null;
}

/** The statements about what opens once. */
@Injectable()
export class LinkRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /** Adds one outside of any transaction. */
  add(
    link: Partial<StoredLink> & Pick<StoredLink, 'tokenHash' | 'purpose'>,
    times: LinkTimes,
  ): Promise<void> {
    return addLink(this.prisma, link, times);
  }

  /** One that still opens, for one of these purposes; null otherwise. It is not used by this. */
  async find(
    tokenHash: Uint8Array<ArrayBuffer>,
    purposes: readonly LinkPurpose[],
    now: Date,
  ): Promise<StoredLink | null> {
    const link = await this.prisma.memberLink.findFirst({
      where: { tokenHash, purpose: { in: [...purposes] }, usedAt: null, expiresAt: { gt: now } },
    });
    return link === null ? null : { ...link, purpose: link.purpose as LinkPurpose };
  }

  /** Deletes up to `limit` that are over; returns how many. */
  prune(before: Date, limit: number): Promise<number> {
    return this.prisma.$executeRaw`
      DELETE FROM member_link WHERE token_hash IN (
        SELECT token_hash FROM member_link WHERE expires_at < ${before} ORDER BY expires_at LIMIT ${limit}
      )`;
  }
}

/** From when to when something opens. */
export interface LinkTimes {
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Adds one in the caller's transaction. */
export async function addLink(
  tx: TransactionClient,
  link: Partial<StoredLink> & Pick<StoredLink, 'tokenHash' | 'purpose'>,
  { createdAt, expiresAt }: LinkTimes,
): Promise<void> {
  await tx.memberLink.create({ data: { ...link, createdAt, expiresAt }, select: { purpose: true } });
}

/** Uses one, in the caller's transaction. Of any number of callers one gets true, and nobody after its time. */
export async function useLink(
  tx: TransactionClient,
  tokenHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<boolean> {
  const used = await tx.memberLink.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return used.count === 1;
}

/** Ends all of a user's that open an account or set a password, in the caller's transaction. */
export async function endLinksOf(
  tx: TransactionClient,
  user: { readonly id: string; readonly email: string },
  now: Date,
): Promise<void> {
  await tx.memberLink.updateMany({
    where: { usedAt: null, OR: [{ userId: user.id }, { email: user.email }] },
    data: { usedAt: now },
  });
}

/** Ends all links for merchants that an operator made, in the caller's transaction. */
export async function endLinksOpenedBy(tx: TransactionClient, operatorId: string, now: Date): Promise<void> {
  await tx.memberLink.updateMany({ where: { usedAt: null, openedBy: operatorId }, data: { usedAt: now } });
}
