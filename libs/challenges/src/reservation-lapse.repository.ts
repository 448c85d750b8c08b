import { ColdPool } from '@turnpike/database';

import { int8Array, uuidArray } from './binary-array.js';
import { challengeKeyFromUuid } from './challenge-key.js';

const OVERDUE = `
SELECT key, seq::float8 AS seq FROM challenge_use
WHERE state = 0 AND seq > 0 AND reserved_until <= $1 ORDER BY reserved_until LIMIT $2`;

const LOCK_ROWS = `SELECT 1 FROM challenge_ledger WHERE key = ANY ($1::uuid[]) ORDER BY key FOR UPDATE`;

const LAPSE = `
WITH lapsed AS (
  UPDATE challenge_use u SET state = 1, decided_at = u.reserved_until
  FROM unnest($1::uuid[], $2::int8[]) AS o (key, seq)
  WHERE u.key = o.key AND u.seq = o.seq AND u.state = 0 AND u.reserved_until <= $3
  RETURNING u.key
), counted AS (
  UPDATE challenge_ledger l
  SET uses_reserved = l.uses_reserved - n.uses, uses_committed = l.uses_committed + n.uses
  FROM (SELECT key, count(*)::int4 AS uses FROM lapsed GROUP BY key) n
  WHERE l.key = n.key
)
SELECT count(*)::int4 AS uses FROM lapsed`;

/** Commits reservations whose time is over, under the locks of their ledger rows, which are taken in key order. */
export class ReservationLapseRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Commits up to `max` reservations whose time is over; returns how many. */
  async lapse(now: Date, max: number): Promise<number> {
    const overdue = await this.pool.query<{ key: string; seq: number }>({
      name: 'uses-overdue',
      text: OVERDUE,
      values: [now, max],
    });
    if (overdue.rows.length === 0) return 0;
    const keys = overdue.rows.map((row) => challengeKeyFromUuid(row.key));
    return this.pool.withTransaction(async (transaction) => {
      await transaction.query({
        name: 'uses-lapse-lock',
        text: LOCK_ROWS,
        values: [uuidArray([...new Set(keys)].sort())],
      });
      const { rows } = await transaction.query<{ uses: number }>({
        name: 'uses-lapse',
        text: LAPSE,
        values: [uuidArray(keys), int8Array(overdue.rows.map((row) => row.seq)), now],
      });
      return rows[0]?.uses ?? 0;
    });
  }
}
