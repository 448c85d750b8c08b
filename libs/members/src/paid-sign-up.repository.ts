import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';

/** The merchant that a payment has made. */
export interface PaidSignUpRow {
  readonly email: string;
  readonly merchantId: MerchantId;
  readonly liveKeyId: string;
  readonly testKeyId: string;
}

/** The statements about merchants that payments have made. */
@Injectable()
export class PaidSignUpRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }
}

/**
 * Holds a payment hash until the transaction ends, whether it has made a merchant yet or not, so that calls with one payment
 * go one after another; gives the merchant that it has made, or null.
 */
export async function holdPayment(
  tx: TransactionClient,
  paymentHash: Uint8Array<ArrayBuffer>,
): Promise<PaidSignUpRow | null> {
  const lock = Buffer.from(paymentHash).readBigInt64BE();
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lock})`;
  const row = await tx.paidSignUp.findUnique({ where: { paymentHash } });
  const merchantId = parseMerchantId(row?.merchantId);
  return row === null || merchantId === null ? null : { ...row, merchantId };
}

/** Writes which merchant a payment has made, and its keys; over what was there, if it was. */
export async function putPaidSignUp(
  tx: TransactionClient,
  paymentHash: Uint8Array<ArrayBuffer>,
  { email, merchantId, liveKeyId, testKeyId }: PaidSignUpRow,
  now: Date,
): Promise<void> {
  await tx.paidSignUp.upsert({
    where: { paymentHash },
    create: { paymentHash, email, merchantId, liveKeyId, testKeyId, createdAt: now },
    update: { liveKeyId, testKeyId },
  });
}
