import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import type { Transaction } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';

/** A plan that was paid for. */
export interface PlanHandover {
  readonly merchantId: MerchantId;
  /** 64 hex digits: of the operator's challenge that was paid. */
  readonly paymentHash: string;
  readonly planTier: string;
  readonly amountSats: number;
}

/** One that is to be handed over now. */
export interface DueHandover extends PlanHandover {
  /** How often it was tried, this time included. */
  readonly attempts: number;
}

/** One that could not be handed over, and why. */
export interface FailedHandover extends DueHandover {
  readonly failure: string;
}

/** What could not be handed over. */
export interface FailingHandovers {
  readonly count: number;
  /** Why the oldest of them could not be; null if there is none. */
  readonly failure: string | null;
}

const PUT = `
INSERT INTO plan_handover (payment_hash, merchant_id, plan_tier, amount_sats, paid_at, next_attempt_at)
SELECT decode(s.hash, 'hex'), s.merchant_id, s.plan, s.amount, $5, $5
FROM unnest($1::text[], $2::int4[], $3::text[], $4::int4[]) AS s (hash, merchant_id, plan, amount)
ON CONFLICT DO NOTHING`;

const TAKE = `
UPDATE plan_handover h SET next_attempt_at = $2, attempts = h.attempts + 1
FROM (
  SELECT payment_hash FROM plan_handover WHERE next_attempt_at <= $1
  ORDER BY next_attempt_at, payment_hash LIMIT $3 FOR UPDATE SKIP LOCKED
) due
WHERE h.payment_hash = due.payment_hash
RETURNING encode(h.payment_hash, 'hex') AS "paymentHash", h.merchant_id AS "merchantId", h.plan_tier AS "planTier",
          h.amount_sats AS "amountSats", h.attempts`;

const END = `DELETE FROM plan_handover WHERE payment_hash = decode($2, 'hex') AND merchant_id = $1`;

const POSTPONE = `
UPDATE plan_handover SET next_attempt_at = $3, failure = $4 WHERE payment_hash = decode($2, 'hex') AND merchant_id = $1`;

const FAILING = `
SELECT count(*)::int4 AS count, (array_agg(failure ORDER BY paid_at))[1] AS failure
FROM plan_handover WHERE failure IS NOT NULL`;

const WAKE = `
UPDATE plan_handover SET next_attempt_at = $1
WHERE failure IS NOT NULL AND ($2::text IS NULL OR payment_hash = decode($2, 'hex'))`;

const LIST_FAILING = `
SELECT encode(payment_hash, 'hex') AS "paymentHash", merchant_id AS "merchantId", plan_tier AS "planTier",
       amount_sats AS "amountSats", attempts, failure
FROM plan_handover WHERE failure IS NOT NULL ORDER BY paid_at LIMIT $1`;

const FORGET = 'DELETE FROM plan_handover WHERE paid_at < $1';

/** Writes down in the caller's transaction that plans were paid for; one that is written down already stays as it is. */
export async function putHandovers(
  transaction: Transaction,
  handovers: readonly PlanHandover[],
  now: Date,
): Promise<void> {
  await transaction.query({
    name: 'plan-handovers-put',
    text: PUT,
    values: [
      handovers.map(({ paymentHash }) => paymentHash),
      handovers.map(({ merchantId }) => merchantId),
      handovers.map(({ planTier }) => planTier),
      handovers.map(({ amountSats }) => amountSats),
      now,
    ],
  });
}

/** The statements about plans that are still to be handed over. */
@Injectable()
export class PlanHandoverRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Takes up to `max` that are due, oldest first; nobody else gets them until `until`. */
  async take(now: Date, until: Date, max: number): Promise<readonly DueHandover[]> {
    const values = [now, until, max];
    return (await this.pool.query<DueHandover>({ name: 'plan-handovers-take', text: TAKE, values })).rows;
  }

  /** Takes one away that was handed over. */
  async end({ merchantId, paymentHash }: PlanHandover): Promise<void> {
    await this.pool.query({ name: 'plan-handover-end', text: END, values: [merchantId, paymentHash] });
  }

  /** Has one tried again, and keeps why it failed. */
  async postpone({ merchantId, paymentHash }: PlanHandover, until: Date, failure: string): Promise<void> {
    const values = [merchantId, paymentHash, until, failure];
    await this.pool.query({ name: 'plan-handover-postpone', text: POSTPONE, values });
  }

  /** What has failed and waits to be tried again. */
  async failing(): Promise<FailingHandovers> {
    const { rows } = await this.pool.query<FailingHandovers>({
      name: 'plan-handovers-failing',
      text: FAILING,
    });
    return rows[0] ?? { count: 0, failure: null };
  }

  /** Makes what has failed due now: all of it, or that of one challenge. Returns how many that are. */
  async wake(now: Date, paymentHash: string | null): Promise<number> {
    const values = [now, paymentHash];
    return (await this.pool.query({ name: 'plan-handovers-wake', text: WAKE, values })).rowCount ?? 0;
  }

  /** What has failed and waits, the oldest first. */
  async listFailing(max: number): Promise<readonly FailedHandover[]> {
    const statement = { name: 'plan-handovers-list-failing', text: LIST_FAILING, values: [max] };
    return (await this.pool.query<FailedHandover>(statement)).rows;
  }

  /** Gives up what was paid for before that moment. */
  async forget(before: Date): Promise<void> {
    await this.pool.query({ name: 'plan-handovers-forget', text: FORGET, values: [before] });
  }
}
