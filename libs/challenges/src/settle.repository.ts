import { modeNumber, type Tenant } from '@turnpike/l402';
import { HotPool } from '@turnpike/database';

import { challengeEventData } from './challenge-event.sql.js';
import { SETTLEMENT_CODE, type Settlement } from './settlement.js';

const WORD = `
word AS (
  UPDATE challenge_ledger SET settlement = $4
  WHERE key = $1 AND merchant_id = $2 AND mode = $3 AND settlement <> 1 AND settlement <> $4
  RETURNING key, settlement
)`;

function tell(source: string, type: string): string {
  return `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
    SELECT e.merchant_id, e.mode, '${type}', ${challengeEventData('e', 'e.settlement')}, $5 FROM ${source} e`;
}

const CHALLENGE_OF_WORD = `
SELECT c.merchant_id, c.mode, c.payment_hash, c.resource, c.price_sats, c.payer, c.metadata, c.paid_at, word.settlement
FROM challenge c JOIN word ON word.key = c.key`;

// `paid` and the settled time touch one row, so they are one update; the paid event is told only where it was not before.
const SETTLED = `
WITH ${WORD}, before AS (
  SELECT c.key, c.paid_at FROM challenge c JOIN word ON word.key = c.key FOR UPDATE OF c
), after AS (
  UPDATE challenge c SET settled_at = $5, paid_at = coalesce(before.paid_at, $5)
  FROM before WHERE c.key = before.key
  RETURNING c.merchant_id, c.mode, c.payment_hash, c.resource, c.price_sats, c.payer, c.metadata, c.paid_at,
            1 AS settlement, before.paid_at IS NULL AS first
), settled AS (${tell('after', 'challenge.settled')}
), paid AS (${tell('(SELECT * FROM after WHERE first)', 'challenge.paid')}
)
SELECT count(*)::int4 AS changed FROM word`;

const EXPIRED = `
WITH ${WORD}, told AS (${tell(`(${CHALLENGE_OF_WORD})`, 'challenge.expired')})
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
  async record(tenant: Tenant, key: string, word: Settlement, now: Date): Promise<boolean> {
    const { rows } = await this.pool.query<{ changed: number }>({
      name: `settle-${word}`,
      text: STATEMENT[word],
      values: [key, tenant.merchantId, modeNumber(tenant.mode), SETTLEMENT_CODE[word], now],
    });
    return (rows[0]?.changed ?? 0) > 0;
  }
}
