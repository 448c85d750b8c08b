import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { merchantOf } from './merchant.js';
import type { MerchantRecord } from './merchant.js';

/** What of a row may be written. */
export type MerchantFields = Pick<
  MerchantRecord,
  | 'name'
  | 'email'
  | 'isEmailUnconfirmed'
  | 'planTier'
  | 'subscriptionStatus'
  | 'trialEndsAt'
  | 'currentPeriodEnd'
  | 'isActive'
>;

/** Which rows to read: those whose name or address contains `q` in any case, all if it is null. */
export interface MerchantQuery {
  readonly q: string | null;
  readonly limit: number;
  readonly offset: number;
}

// Ids are numbered by a 4-byte sequence; the driver refuses anything above.
const ID_MAX = 2_147_483_647;

/** The statements about merchants. */
@Injectable()
export class MerchantRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /** Adds a row; a unique violation if the address has one. */
  async insert(tx: TransactionClient, fields: MerchantFields, now: Date): Promise<MerchantRecord> {
    return merchantOf(await tx.merchant.create({ data: { ...fields, createdAt: now } }));
  }

  /** The row, or null. */
  async find(merchantId: MerchantId): Promise<MerchantRecord | null> {
    if (merchantId > ID_MAX) return null;
    const row = await this.prisma.merchant.findUnique({ where: { id: merchantId } });
    return row === null ? null : merchantOf(row);
  }

  /** The row with this address as it is stored, or null. */
  async findByEmail(email: string, tx: TransactionClient = this.prisma): Promise<MerchantRecord | null> {
    const row = await tx.merchant.findUnique({ where: { email } });
    return row === null ? null : merchantOf(row);
  }

  /** One page, newest first, and the number of all that match. */
  async page(query: MerchantQuery): Promise<{ merchants: readonly MerchantRecord[]; total: number }> {
    const contains = { contains: literal(query.q ?? ''), mode: 'insensitive' } as const;
    const where = query.q === null ? {} : { OR: [{ name: contains }, { email: contains }] };
    const [rows, total] = await Promise.all([
      this.prisma.merchant.findMany({
        where,
        orderBy: { id: 'desc' },
        take: query.limit,
        skip: query.offset,
      }),
      this.prisma.merchant.count({ where }),
    ]);
    return { merchants: rows.map(merchantOf), total };
  }

  /** The row, held until the transaction ends, so that what is written of it is written after what was read; or null. */
  async hold(tx: TransactionClient, merchantId: MerchantId): Promise<MerchantRecord | null> {
    if (merchantId > ID_MAX) return null;
    await tx.$queryRaw`SELECT 1 FROM merchant WHERE id = ${merchantId}::int4 FOR NO KEY UPDATE`;
    const row = await tx.merchant.findUnique({ where: { id: merchantId } });
    return row === null ? null : merchantOf(row);
  }

  /**
   * Writes the given columns, at least one, in one statement. Null if there is no such row; a unique violation as above. With
   * another end of trial or period, the merchant has not been told of it yet.
   */
  async update(
    tx: TransactionClient,
    merchantId: MerchantId,
    fields: Partial<MerchantFields>,
  ): Promise<MerchantRecord | null> {
    if (merchantId > ID_MAX) return null;
    const movesEnd = fields.trialEndsAt !== undefined || fields.currentPeriodEnd !== undefined;
    const [row] = await tx.merchant.updateManyAndReturn({
      where: { id: merchantId },
      data: { ...fields, ...(movesEnd && { endNoticeDays: null }) },
    });
    return row === undefined ? null : merchantOf(row);
  }
}

// LIKE would read these as wildcards, and Prisma hands them on as they are.
function literal(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}
