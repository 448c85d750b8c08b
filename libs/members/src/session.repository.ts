import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import type { ListedSession } from './session.js';

/** A session as it is stored, with its user and what they are at the merchant it looks at. */
export interface SessionRow {
  readonly id: string;
  readonly userId: string | null;
  readonly apiKeyId: string | null;
  readonly merchantId: number | null;
  readonly openedBy: string | null;
  readonly openerDigest: Uint8Array<ArrayBuffer> | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly email: string | null;
  readonly name: string | null;
  readonly operator: boolean | null;
  readonly role: string | null;
}

/** A session to be stored. */
export interface NewSession {
  readonly id: string;
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly userId: string | null;
  readonly apiKeyId: string | null;
  readonly merchantId: MerchantId | null;
  readonly openedBy: string | null;
  readonly openerDigest: Uint8Array<ArrayBuffer> | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** The statements about sessions. */
@Injectable()
export class SessionRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /** The session with a token of this hash, ended by time or not; null if there is none, or who opened it is no operator now. */
  async find(tokenHash: Uint8Array<ArrayBuffer>): Promise<SessionRow | null> {
    const rows = await this.prisma.$queryRaw<SessionRow[]>`
      SELECT s.id, s.user_id AS "userId", s.api_key_id AS "apiKeyId", s.merchant_id AS "merchantId",
             s.opened_by AS "openedBy", s.opener_digest AS "openerDigest", s.created_at AS "createdAt",
             s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt", u.email, u.name, u.operator, m.role
      FROM member_session s
      LEFT JOIN member_user u ON u.id = s.user_id
      LEFT JOIN merchant_member m ON m.user_id = s.user_id AND m.merchant_id = s.merchant_id
      LEFT JOIN member_user o ON o.id = s.opened_by
      WHERE s.token_hash = ${tokenHash} AND (s.user_id IS NULL OR u.id IS NOT NULL)
        AND (s.opened_by IS NULL OR NOT starts_with(s.opened_by, 'usr_') OR o.operator)`;
    return rows[0] ?? null;
  }

  /** Adds one in the caller's transaction; of its user's others only the newest `max` stay. */
  async insert(tx: TransactionClient, session: NewSession, max: number): Promise<void> {
    await tx.memberSession.create({
      data: { ...session, lastSeenAt: session.createdAt },
      select: { id: true },
    });
    if (session.userId === null) return;
    await tx.$executeRaw`
      DELETE FROM member_session WHERE id IN (
        SELECT id FROM member_session WHERE user_id = ${session.userId}
        ORDER BY created_at DESC, id OFFSET ${max}
      )`;
    const { userId, merchantId, createdAt: lastSeenAt } = session;
    if (merchantId !== null)
      await tx.merchantMember.updateMany({ where: { userId, merchantId }, data: { lastSeenAt } });
  }

  /** Writes that a session, and its member at its merchant, were seen; never back. */
  async touch({ id, userId, merchantId }: SessionRow, now: Date): Promise<void> {
    const lastSeenAt = now;
    await this.prisma.memberSession.updateMany({
      where: { id, lastSeenAt: { lt: now } },
      data: { lastSeenAt },
    });
    if (userId === null || merchantId === null) return;
    await this.prisma.merchantMember.updateMany({ where: { userId, merchantId }, data: { lastSeenAt } });
  }

  /** Ends a session of this token. */
  async end(tokenHash: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.prisma.memberSession.deleteMany({ where: { tokenHash } });
  }

  /** The user's sessions that go on, the one seen last first. */
  list(userId: string, now: Date, max: number): Promise<readonly ListedSession[]> {
    return this.prisma.memberSession.findMany({
      where: { userId, expiresAt: { gt: now } },
      orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
      take: max,
      select: {
        id: true,
        createdAt: true,
        lastSeenAt: true,
        expiresAt: true,
        address: true,
        userAgent: true,
      },
    });
  }

  /** Deletes up to `limit` sessions that are over; returns how many. */
  prune(before: Date, limit: number): Promise<number> {
    return this.prisma.$executeRaw`
      DELETE FROM member_session WHERE id IN (
        SELECT id FROM member_session WHERE expires_at < ${before} ORDER BY expires_at LIMIT ${limit}
      )`;
  }
}

/** Has a user's session look at another merchant, in the caller's transaction; false if it has ended. */
export async function lookAt(
  tx: TransactionClient,
  userId: string,
  id: string,
  merchantId: MerchantId,
): Promise<boolean> {
  return (await tx.memberSession.updateMany({ where: { userId, id }, data: { merchantId } })).count === 1;
}

/** Whether a user's session still stands, which it then does until the transaction ends. */
export async function hasSession(tx: TransactionClient, userId: string, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT id FROM member_session WHERE id = ${id} AND user_id = ${userId} FOR KEY SHARE`;
  return rows.length === 1;
}

/** Ends one of a user's sessions, in the caller's transaction; false if they have none of this id. */
export async function endSession(tx: TransactionClient, userId: string, id: string): Promise<boolean> {
  return (await tx.memberSession.deleteMany({ where: { userId, id } })).count === 1;
}

/** Ends all sessions of a user but one, in the caller's transaction. */
export async function endSessionsOf(
  tx: TransactionClient,
  userId: string,
  except: string | null = null,
): Promise<void> {
  await tx.memberSession.deleteMany({
    where: { userId, ...(except !== null && { id: { not: except } }) },
  });
}

/** Ends all sessions that an operator's links have opened, in the caller's transaction. */
export async function endSessionsOpenedBy(tx: TransactionClient, operatorId: string): Promise<void> {
  await tx.memberSession.deleteMany({ where: { openedBy: operatorId } });
}
