import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';
import { memberRole } from './member-role.js';
import type { MemberRole } from './member-role.js';

/** Somebody who was asked to join. */
export interface InvitationRecord {
  readonly id: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** An invitation to be stored. */
export interface NewInvitation extends InvitationRecord {
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly invitedBy: string;
}

/** An invitation as its token opens it. */
export interface OpenInvitation {
  readonly merchantId: MerchantId;
  readonly email: string;
  readonly role: MemberRole;
  /** The member, key or operator that invited. */
  readonly invitedBy: string;
}

/** An invitation in the list of its merchant. */
export type ListedInvitation = InvitationRecord & Pick<OpenInvitation, 'invitedBy'>;

/** The statements about invitations. */
@Injectable()
export class InvitationRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /** Those of a merchant that can still be accepted, the latest first. */
  async list(merchantId: MerchantId, now: Date, max: number): Promise<readonly ListedInvitation[]> {
    const rows = await this.prisma.merchantInvitation.findMany({
      where: { merchantId, expiresAt: { gt: now } },
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      take: max,
      select: { id: true, email: true, role: true, createdAt: true, expiresAt: true, invitedBy: true },
    });
    return rows.map((row) => ({ ...row, role: memberRole(row.role) }));
  }

  /** The one of this token, if it can still be accepted; it stays. */
  async find(tokenHash: Uint8Array<ArrayBuffer>, now: Date): Promise<OpenInvitation | null> {
    const row = await this.prisma.merchantInvitation.findFirst({
      where: { tokenHash, expiresAt: { gt: now } },
    });
    return row === null ? null : openInvitation(row);
  }

  /** Deletes up to `limit` that are over; returns how many. */
  prune(before: Date, limit: number): Promise<number> {
    return this.prisma.$executeRaw`
      DELETE FROM merchant_invitation WHERE id IN (
        SELECT id FROM merchant_invitation WHERE expires_at < ${before} ORDER BY expires_at LIMIT ${limit}
      )`;
  }
}

/** How many a merchant has that can still be accepted, those of this address left out. */
export function countInvitations(
  tx: TransactionClient,
  merchantId: MerchantId,
  exceptEmail: string,
  now: Date,
): Promise<number> {
  return tx.merchantInvitation.count({
    where: { merchantId, email: { not: exceptEmail }, expiresAt: { gt: now } },
  });
}

/** Adds an invitation in place of an earlier one to the same address, whose token opens nothing any more. */
export async function putInvitation(
  tx: TransactionClient,
  merchantId: MerchantId,
  invitation: NewInvitation,
): Promise<void> {
  const { email, ...fields } = invitation;
  await tx.merchantInvitation.upsert({
    where: { merchantId_email: { merchantId, email } },
    create: { ...invitation, merchantId },
    update: fields,
  });
}

/** Takes one back; false if the merchant has none of this id. */
export async function removeInvitation(
  tx: TransactionClient,
  merchantId: MerchantId,
  id: string,
): Promise<boolean> {
  return (await tx.merchantInvitation.deleteMany({ where: { merchantId, id } })).count === 1;
}

/** Takes an invitation away to accept it; null for whoever comes second, or too late. */
export async function takeInvitation(
  tx: TransactionClient,
  tokenHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<OpenInvitation | null> {
  const rows = await tx.$queryRaw<InvitationRow[]>`
    DELETE FROM merchant_invitation WHERE token_hash = ${tokenHash} AND expires_at > ${now}
    RETURNING merchant_id AS "merchantId", email, role, invited_by AS "invitedBy"`;
  return rows[0] === undefined ? null : openInvitation(rows[0]);
}

/** Takes back what somebody of a merchant has invited. */
export async function removeInvitationsBy(
  tx: TransactionClient,
  merchantId: MerchantId,
  invitedBy: string,
): Promise<void> {
  await tx.merchantInvitation.deleteMany({ where: { merchantId, invitedBy } });
}

interface InvitationRow {
  readonly merchantId: number;
  readonly email: string;
  readonly role: string;
  readonly invitedBy: string;
}

function openInvitation(row: InvitationRow): OpenInvitation {
  const merchantId = parseMerchantId(row.merchantId);
  if (merchantId === null) throw new Error('A row holds a number that is no merchant id.');
  return { merchantId, email: row.email, role: memberRole(row.role), invitedBy: row.invitedBy };
}
