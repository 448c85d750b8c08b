import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';
import { memberRole } from './member-role.js';
import type { MemberRole } from './member-role.js';

/** A member of a merchant. */
export interface MemberRecord {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly joinedAt: Date;
  readonly lastSeenAt: Date | null;
  readonly totpEnabled: boolean;
}

/** A merchant that a user is a member of. */
export interface Membership {
  readonly merchantId: MerchantId;
  readonly role: MemberRole;
}

type Row = Omit<MemberRecord, 'role'> & { readonly role: string };

/** The statements about who may sign in for which merchant. */
@Injectable()
export class MemberRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /** One member of a merchant, or null. */
  async find(merchantId: MerchantId, userId: string): Promise<MemberRole | null> {
    const row = await this.prisma.merchantMember.findUnique({
      where: { merchantId_userId: { merchantId, userId } },
      select: { role: true },
    });
    return row === null ? null : memberRole(row.role);
  }

  /** The members of a merchant, who joined first first. Each one's user is looked up: joined, everybody's might be read. */
  async list(merchantId: MerchantId, max: number): Promise<readonly MemberRecord[]> {
    const rows = await this.prisma.$queryRaw<Row[]>`
      SELECT m.user_id AS "userId", u.email, u.name, m.role, m.joined_at AS "joinedAt",
             m.last_seen_at AS "lastSeenAt", u.totp_confirmed_at IS NOT NULL AS "totpEnabled"
      FROM merchant_member m
      CROSS JOIN LATERAL (SELECT * FROM member_user WHERE member_user.id = m.user_id OFFSET 0) u
      WHERE m.merchant_id = ${merchantId}::int4
      ORDER BY m.joined_at, m.user_id LIMIT ${max}`;
    return rows.map((row) => ({ ...row, role: memberRole(row.role) }));
  }

  /** The merchants of a user, the first joined first. */
  async of(userId: string, max: number): Promise<readonly Membership[]> {
    return membershipsOf(this.prisma, userId, max);
  }
}

/** The merchants of a user, the first joined first. */
export async function membershipsOf(
  db: TransactionClient,
  userId: string,
  max: number,
): Promise<readonly Membership[]> {
  const rows = await db.merchantMember.findMany({
    where: { userId },
    orderBy: [{ joinedAt: 'asc' }, { merchantId: 'asc' }],
    take: max,
  });
  return rows.flatMap((row) => {
    const merchantId = parseMerchantId(row.merchantId);
    return merchantId === null ? [] : [{ merchantId, role: memberRole(row.role) }];
  });
}

/** Whether a merchant has any member. */
export async function hasMembers(db: TransactionClient, merchantId: MerchantId): Promise<boolean> {
  return (await db.merchantMember.findFirst({ where: { merchantId }, select: { userId: true } })) !== null;
}

/** How many members a merchant has. */
export function countMembers(tx: TransactionClient, merchantId: MerchantId): Promise<number> {
  return tx.merchantMember.count({ where: { merchantId } });
}

/** Adds a member; who is one already stays what they are. */
export async function addMember(
  tx: TransactionClient,
  merchantId: MerchantId,
  userId: string,
  role: MemberRole,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO merchant_member (merchant_id, user_id, role, joined_at)
    VALUES (${merchantId}::int4, ${userId}, ${role}, ${now})
    ON CONFLICT (merchant_id, user_id) DO NOTHING`;
}

/**
 * Holds the owners of a merchant until the transaction ends, so that owners go one after another; gives who they are then.
 * Rows are locked in the order of their users.
 */
export async function holdOwners(tx: TransactionClient, merchantId: MerchantId): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ userId: string }[]>`
    SELECT user_id AS "userId" FROM merchant_member
    WHERE merchant_id = ${merchantId}::int4 AND role = 'owner'
    ORDER BY user_id FOR UPDATE`;
  return rows.map(({ userId }) => userId);
}

/** What somebody is at a merchant, held until the transaction ends; null for nobody there. */
export async function holdRole(
  tx: TransactionClient,
  merchantId: MerchantId,
  userId: string,
): Promise<MemberRole | null> {
  const rows = await tx.$queryRaw<{ role: string }[]>`
    SELECT role FROM merchant_member
    WHERE merchant_id = ${merchantId}::int4 AND user_id = ${userId} FOR SHARE`;
  return rows[0] === undefined ? null : memberRole(rows[0].role);
}

/** Gives a member another role; false if there is no such member. */
export async function setRole(
  tx: TransactionClient,
  merchantId: MerchantId,
  userId: string,
  role: MemberRole,
): Promise<boolean> {
  return (await tx.merchantMember.updateMany({ where: { merchantId, userId }, data: { role } })).count === 1;
}

/** Takes a member out of a merchant; false if there is no such member. */
export async function removeMember(
  tx: TransactionClient,
  merchantId: MerchantId,
  userId: string,
): Promise<boolean> {
  return (await tx.merchantMember.deleteMany({ where: { merchantId, userId } })).count === 1;
}
