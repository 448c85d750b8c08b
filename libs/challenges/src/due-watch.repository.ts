import { ColdPool } from '@turnpike/database';
import { type MerchantId, modeFromNumber, type Tenant } from '@turnpike/l402';

import { challengeKeyFromUuid } from './challenge-key.js';
import { type Settlement, SETTLEMENT_CODE, settlementFromCode } from './settlement.js';

/** A challenge whose wallet is to be asked now. */
export interface DueWatch extends Tenant {
  /** 32 hex digits. */
  readonly key: string;
  /** `null` for the sandbox. */
  readonly connectionId: string | null;
  readonly paymentHash: string;
  readonly providerRef: string;
  readonly paymentRequest: string;
  readonly createdAt: Date;
  readonly invoiceExpiresAt: Date;
  /** The last word on record. */
  readonly settlement: Settlement;
  /** Whether that word was ever said, or is only what an invoice is assumed to be until its wallet was asked. */
  readonly hasWord: boolean;
  readonly priceSats: number;
  /** Whether a payer has shown the preimage and was let in. */
  readonly isPaid: boolean;
  /** Since when it waits for its look; long before anything else if a hint named it. */
  readonly waitingSince: Date;
  /** Until when it is taken: after that another may take it. */
  readonly takenUntil: Date;
}

/** The time, as SQL, since when what a hint named is taken to wait: it goes before whatever waits. */
export const HINT_MARK = 'to_timestamp(0)';

const NAMED = `ended_at IS NULL AND waiting_since = ${HINT_MARK}`;
// Due, and nobody's. As the index of what hints named has it, so that no planner thinks of another.
const FREE_AT = 'greatest(next_look_up_at, taken_until)';

// Few rows of tables that may be large, so each is found by its key whatever the planner takes the tables for.
const TAKE = `
taken AS (
  UPDATE challenge_watch w SET next_look_up_at = $2, taken_until = $2, looks = w.looks + 1,
    waiting_since = coalesce(w.waiting_since, w.next_look_up_at)
  WHERE w.key = ANY (ARRAY(SELECT key FROM due))
  RETURNING w.key, w.merchant_id, w.mode, w.connection_id, w.waiting_since, w.taken_until
)
SELECT t.key, t.merchant_id, t.mode, t.connection_id, encode(c.payment_hash, 'hex') AS payment_hash, c.provider_ref,
       c.payment_request, c.created_at, c.invoice_expires_at, c.price_sats, c.paid_at IS NOT NULL AS is_paid, l.settlement,
       t.waiting_since, t.taken_until
FROM taken t
CROSS JOIN LATERAL (SELECT * FROM challenge WHERE key = t.key OFFSET 0) c
CROSS JOIN LATERAL (SELECT settlement FROM challenge_ledger WHERE key = t.key OFFSET 0) l
ORDER BY t.waiting_since, t.key`;

const TAKE_DUE = `
WITH due AS (
  SELECT key FROM challenge_watch
  WHERE ended_at IS NULL AND next_look_up_at <= $1 AND (taken_until IS NULL OR taken_until <= $4)
  ORDER BY next_look_up_at LIMIT $3 FOR UPDATE SKIP LOCKED
), ${TAKE}`;

// A wallet may name whatever is open in it as often as it likes, so what is taken is shared by the merchants who have any.
const TAKE_HINTED = `
WITH RECURSIVE walked AS (
  (SELECT merchant_id FROM challenge_watch WHERE ${NAMED} ORDER BY merchant_id LIMIT 1)
  UNION ALL
  SELECT (SELECT merchant_id FROM challenge_watch
    WHERE ${NAMED} AND merchant_id > walked.merchant_id ORDER BY merchant_id LIMIT 1)
  FROM walked WHERE walked.merchant_id IS NOT NULL
), merchants AS MATERIALIZED (
  SELECT m.merchant_id FROM (SELECT merchant_id FROM walked WHERE merchant_id IS NOT NULL LIMIT $4) m
  WHERE (SELECT true FROM challenge_watch WHERE merchant_id = m.merchant_id AND ${NAMED} AND ${FREE_AT} <= $1
    ORDER BY ${FREE_AT} LIMIT 1)
), share AS MATERIALIZED (
  SELECT greatest(1, $3::int8 / greatest(1, count(*))) AS rows FROM merchants
), fair AS (
  SELECT named.key FROM merchants m CROSS JOIN LATERAL (
    SELECT key, ${FREE_AT} AS at FROM challenge_watch WHERE merchant_id = m.merchant_id AND ${NAMED} AND ${FREE_AT} <= $1
    ORDER BY ${FREE_AT} LIMIT (SELECT rows FROM share)) named
  ORDER BY named.at LIMIT $3
), due AS (
  SELECT free.key FROM fair CROSS JOIN LATERAL (
    SELECT key FROM challenge_watch WHERE key = fair.key AND ended_at IS NULL AND ${FREE_AT} <= $1 FOR UPDATE SKIP LOCKED) free
), ${TAKE}`;

interface Row {
  readonly key: string;
  readonly merchant_id: number;
  readonly mode: 0 | 1;
  readonly connection_id: string | null;
  readonly payment_hash: string;
  readonly provider_ref: string;
  readonly payment_request: string;
  readonly created_at: Date;
  readonly invoice_expires_at: Date;
  readonly settlement: number;
  readonly price_sats: number;
  readonly is_paid: boolean;
  readonly waiting_since: Date;
  readonly taken_until: Date;
}

/** The statements that take rows out of the schedule for a look. */
export class DueWatchRepository {
  constructor(private readonly pool: ColdPool) {}

  async takeDue(dueAt: Date, takenUntil: Date, limit: number, now: Date): Promise<DueWatch[]> {
    const values = [dueAt, takenUntil, limit, now];
    const { rows } = await this.pool.query<Row>({ name: 'watches-take-due', text: TAKE_DUE, values });
    return rows.map(watchOf);
  }

  async takeHinted(dueAt: Date, takenUntil: Date, limit: number, merchantsMax: number): Promise<DueWatch[]> {
    const values = [dueAt, takenUntil, limit, merchantsMax];
    const { rows } = await this.pool.query<Row>({ name: 'watches-take-hinted', text: TAKE_HINTED, values });
    return rows.map(watchOf);
  }
}

function watchOf(row: Row): DueWatch {
  return {
    key: challengeKeyFromUuid(row.key),
    merchantId: row.merchant_id as MerchantId,
    mode: modeFromNumber(row.mode),
    connectionId: row.connection_id,
    paymentHash: row.payment_hash,
    providerRef: row.provider_ref,
    paymentRequest: row.payment_request,
    createdAt: row.created_at,
    invoiceExpiresAt: row.invoice_expires_at,
    settlement: settlementFromCode(row.settlement),
    hasWord: row.settlement !== SETTLEMENT_CODE.none,
    priceSats: row.price_sats,
    isPaid: row.is_paid,
    waitingSince: row.waiting_since,
    takenUntil: row.taken_until,
  };
}
