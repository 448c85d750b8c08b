import { HotPool } from '@turnpike/database';

import { uuidArray } from './binary-array.js';
import { challengeKeyFromUuid } from './challenge-key.js';

const DEAD = `
SELECT c.key FROM challenge c
WHERE c.token_expires_at < $1 AND c.invoice_expires_at < $1
  AND NOT EXISTS (SELECT 1 FROM challenge_watch w WHERE w.key = c.key AND (w.ended_at IS NULL OR w.ended_at >= $1))
ORDER BY c.token_expires_at LIMIT $2 FOR UPDATE SKIP LOCKED`;

const ROLL_UP = `
INSERT INTO challenge_rollup AS r (merchant_id, mode, day, resource, challenges, paid_challenges, revenue_sats, uses)
SELECT c.merchant_id, c.mode, (c.created_at AT TIME ZONE 'UTC')::date, c.resource, count(*), count(c.paid_at),
       coalesce(sum(c.price_sats) FILTER (WHERE c.paid_at IS NOT NULL), 0), coalesce(sum(l.uses_committed), 0)
FROM challenge c JOIN challenge_ledger l ON l.key = c.key
WHERE c.key = ANY ($1::uuid[]) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
ON CONFLICT (merchant_id, mode, day, resource) DO UPDATE
SET challenges = r.challenges + excluded.challenges, paid_challenges = r.paid_challenges + excluded.paid_challenges,
    revenue_sats = r.revenue_sats + excluded.revenue_sats, uses = r.uses + excluded.uses`;

const TABLES = ['challenge_use', 'challenge_watch', 'challenge_ledger', 'challenge'] as const;

const CLAIMS = `
DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
  SELECT k.ctid FROM idempotency_key k
  WHERE k.created_at < $1 AND NOT EXISTS (SELECT 1 FROM challenge c WHERE c.key = k.challenge_key)
    AND (k.lease_until IS NULL OR k.lease_until < now()) LIMIT $2))`;

/** The pruning statements. */
export class PruneRepository {
  constructor(private readonly pool: HotPool) {}

  /** Sums up and deletes up to `max` challenges that were done with before `before`. */
  prune(before: Date, max: number): Promise<number> {
    return this.pool.withTransaction(async (transaction) => {
      const dead = await transaction.query<{ key: string }>({
        name: 'prune-dead',
        text: DEAD,
        values: [before, max],
      });
      if (dead.rows.length === 0) return 0;
      const keys = uuidArray(dead.rows.map((row) => challengeKeyFromUuid(row.key)));
      await transaction.query({ name: 'prune-roll-up', text: ROLL_UP, values: [keys] });
      for (const table of TABLES) {
        await transaction.query({
          name: `prune-${table}`,
          text: `DELETE FROM ${table} WHERE key = ANY ($1::uuid[])`,
          values: [keys],
        });
      }
      return dead.rows.length;
    });
  }

  async pruneClaims(before: Date, max: number): Promise<number> {
    const { rowCount } = await this.pool.query({ name: 'prune-claims', text: CLAIMS, values: [before, max] });
    return rowCount ?? 0;
  }
}
