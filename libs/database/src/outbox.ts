import { modeNumber } from '@turnpike/l402';
import type { MerchantId, Mode } from '@turnpike/l402';
import type { Transaction } from './statement-pool.js';
import type { Prisma, TransactionClient } from './prisma.service.js';

/** A fact to tell the merchant. `data` must hold no secret: it is delivered and kept as it is. */
export interface OutboxEvent {
  readonly merchantId: MerchantId;
  readonly mode: Mode;
  /** A noun and what became of it, such as `challenge.paid`. */
  readonly type: string;
  readonly data: Prisma.InputJsonObject;
  readonly occurredAt: Date;
}

/**
 * Writes the event in the transaction of the fact it tells, so that there is never one without the other. Takes either
 * kind of transaction.
 */
export async function appendOutbox(
  transaction: TransactionClient | Transaction,
  event: OutboxEvent,
): Promise<void> {
  const { merchantId, type, data, occurredAt } = event;
  const mode = modeNumber(event.mode);
  if ('outbox' in transaction) {
    await transaction.outbox.create({
      data: { merchantId, mode, type, data, occurredAt },
      select: { id: true },
    });
  } else {
    await transaction.query({
      name: 'outbox-append',
      text: 'INSERT INTO outbox (merchant_id, mode, type, data, occurred_at) VALUES ($1, $2, $3, $4, $5)',
      values: [merchantId, mode, type, JSON.stringify(data), occurredAt],
    });
  }
}
