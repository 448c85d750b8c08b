import { modeNumber, type Tenant } from '@turnpike/l402';
import { HotPool } from '@turnpike/database';

import { challengeEventData } from './challenge-event.sql.js';
import type { SettlementReceipt } from './settle-challenge.js';
import { SETTLEMENT_CODE, type Settlement } from './settlement.js';

// Settled is the end. A wallet that knows nothing any more of what it called expired takes nothing back.
const WORD = `
word AS (
  UPDATE challenge_ledger SET settlement = $4
  WHERE key = $1 AND merchant_id = $2 AND mode = $3 AND settlement <> 1 AND settlement <> $4
    AND NOT (settlement = ${SETTLEMENT_CODE.expired} AND $4 = ${SETTLEMENT_CODE.unknown})
  RETURNING key, settlement
)`;

// Msats as text: they may be more than a JSON number holds.
const RECEIPT = `|| jsonb_build_object('receivedMsat', $6::int8::text, 'via', $7::text,
  'late', $8::timestamptz > e.invoice_expires_at, 'overpaid', coalesce($6::int8 > e.price_sats::int8 * 1000, false))`;

function tell(source: string, type: string, more = ''): string {
  return `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
    SELECT e.merchant_id, e.mode, '${type}', ${challengeEventData('e', 'e.settlement')} ${more}, $5 FROM ${source} e`;
}

const CHALLENGE_OF_WORD = `
SELECT c.merchant_id, c.mode, c.payment_hash, c.resource, c.price_sats, c.payer, c.metadata, c.paid_at, word.settlement
FROM challenge c JOIN word ON word.key = c.key`;

// `paid` and the settled time touch one row, so they are one update; the paid event is told only where it was not before.
const SETTLED = `
WITH ${WORD}, before AS (
  SELECT c.key, c.paid_at FROM challenge c JOIN word ON word.key = c.key FOR UPDATE OF c
), after AS (
  UPDATE challenge c SET settled_at = $8, paid_at = coalesce(before.paid_at, $8), received_msat = $6, settled_via = $7
  FROM before WHERE c.key = before.key
  RETURNING c.merchant_id, c.mode, c.payment_hash, c.resource, c.price_sats, c.payer, c.metadata, c.paid_at,
            1 AS settlement, before.paid_at IS NULL AS first, c.invoice_expires_at
), settled AS (${tell('after', 'challenge.settled', RECEIPT)}
), paid AS (${tell('(SELECT * FROM after WHERE first)', 'challenge.paid')}
)
SELECT count(*)::int4 AS changed FROM word`;

// Whoever was let in by the preimage has paid, whatever the wallet says of it.
const EXPIRED = `
WITH ${WORD}, told AS (${tell(`(${CHALLENGE_OF_WORD} WHERE c.paid_at IS NULL)`, 'challenge.expired')})
SELECT count(*)::int4 AS changed FROM word`;

const OTHER = `WITH ${WORD} SELECT count(*)::int4 AS changed, $5::timestamptz AS at FROM word GROUP BY 2`;

const STATEMENT: Record<Settlement, string> = {
  settled: SETTLED,
  expired: EXPIRED,
  open: OTHER,
  unknown: OTHER,
};

/** The settling write. */
export class SettleRepository {
  constructor(private readonly pool: HotPool) {}

  /** True if the row changed. */
  async record(
    tenant: Tenant,
    key: string,
    word: Settlement,
    now: Date,
    receipt: SettlementReceipt | null,
  ): Promise<boolean> {
    const said = [key, tenant.merchantId, modeNumber(tenant.mode), SETTLEMENT_CODE[word], now];
    const received = [
      receipt?.receivedMsat?.toString() ?? null,
      receipt?.via ?? null,
      receipt?.settledAt ?? now,
    ];
    const { rows } = await this.pool.query<{ changed: number }>({
      name: `settle-${word}`,
      text: STATEMENT[word],
      values: word === 'settled' ? [...said, ...received] : said,
    });
    return (rows[0]?.changed ?? 0) > 0;
  }
}
