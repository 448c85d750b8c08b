import { HotPool } from '@turnpike/database';

import { int4Array, uuidArray } from './binary-array.js';
import { markPaidAndTell } from './challenge-event.sql.js';
import { type Claim } from './claim.js';

/** All plain claims on one challenge within a batch. */
export interface PlainEntry {
  readonly key: string;
  readonly merchantId: number;
  readonly mode: 0 | 1;
  readonly by?: Claim['by'];
  requireSettled: boolean;
  count: number;
}

/** What the statement gave one limited challenge. */
export interface LimitedGrant {
  readonly granted: number;
  readonly maxUses: number;
  readonly usesCommitted: number;
  readonly usesReserved: number;
  /** Sequence number of the last use granted. */
  readonly usesMade: number;
}

/** The outcome of one batch, by position of its entries. */
export interface PlainOutcome {
  /** Positions that were granted something; `null` when all were. */
  readonly granted: ReadonlySet<number> | null;
  readonly limited: ReadonlyMap<number, LimitedGrant>;
}

const REQUIRE_SETTLED = 2;

// One statement is the whole claim. The row decides as it is locked: after a wait PostgreSQL evaluates WHERE and SET again
// on the newest version, so counters can never pass their limit. Entries come sorted by key and are joined by nested loop,
// so every process locks in the same order. A plain use of an unlimited challenge is its counter alone.
const claiming = (condition: string): string => `
WITH entry AS (
  SELECT * FROM unnest($1::uuid[], $2::int4[], $3::int4[], $4::int4[])
    WITH ORDINALITY AS e (key, n, merchant_id, flags, position)
), claimed AS (
  UPDATE challenge_ledger l
  SET last_granted = least(e.n, l.max_uses - l.uses_committed - l.uses_reserved),
      uses_committed = l.uses_committed + least(e.n, l.max_uses - l.uses_committed - l.uses_reserved),
      uses_made = l.uses_made + least(e.n, l.max_uses - l.uses_committed - l.uses_reserved),
      first_used_at = coalesce(l.first_used_at, $5)
  FROM entry e
  WHERE l.key = e.key AND l.merchant_id = e.merchant_id AND l.mode = e.flags & 1
    AND l.revoked_at IS NULL
    AND (e.flags & ${REQUIRE_SETTLED} = 0 OR l.settlement = 1)
    AND (l.max_uses IS NULL OR l.uses_committed + l.uses_reserved < l.max_uses)${condition}
  RETURNING e.position, l.key, l.settlement, l.max_uses, l.uses_committed, l.uses_reserved, l.uses_made, l.last_granted
), used AS (
  INSERT INTO challenge_use (key, seq, state, created_at, decided_at)
  SELECT key, uses_made - last_granted + g, 1, $5, $5
  FROM claimed CROSS JOIN LATERAL generate_series(1, last_granted) g
  WHERE max_uses IS NOT NULL
), first_use AS (
  SELECT key, settlement, true AS is_first FROM claimed WHERE uses_made = last_granted
), ${markPaidAndTell('first_use', '$5')}
SELECT CASE WHEN count(*) < $6 THEN coalesce(json_agg(position), '[]') END AS positions,
       json_agg(json_build_array(position, last_granted, max_uses, uses_committed, uses_reserved, uses_made))
         FILTER (WHERE max_uses IS NOT NULL) AS limited
FROM claimed`;

const BY_MACAROON = { name: 'plain-claim', text: claiming('') };

// A use of its own is what a draft-00 credential has, and the older dialect comes too late then.
const BY_PREIMAGE = { name: 'preimage-claim', text: claiming(' AND l.mpp_use_seq IS NULL') };

interface Row {
  readonly positions: number[] | null;
  readonly limited: [number, number, number, number, number, number][] | null;
}

/** The plain lane's statement: claims uses for a whole batch at once, durably. */
export class PlainClaimRepository {
  private readonly statement: { readonly name: string; readonly text: string };

  constructor(
    private readonly pool: HotPool,
    by: 'macaroon' | 'preimage' = 'macaroon',
  ) {
    this.statement = by === 'macaroon' ? BY_MACAROON : BY_PREIMAGE;
  }

  /** Takes the entries sorted by key. Rejects with the database's error; then nothing or everything was counted. */
  async claim(entries: readonly PlainEntry[], now: Date): Promise<PlainOutcome> {
    const { rows } = await this.pool.query<Row>({
      ...this.statement,
      values: [
        uuidArray(entries.map((entry) => entry.key)),
        int4Array(entries.map((entry) => entry.count)),
        int4Array(entries.map((entry) => entry.merchantId)),
        int4Array(entries.map((entry) => entry.mode | (entry.requireSettled ? REQUIRE_SETTLED : 0))),
        now,
        entries.length,
      ],
    });
    const row = rows[0];
    const limited = new Map<number, LimitedGrant>();
    for (const [position, granted, maxUses, usesCommitted, usesReserved, usesMade] of row?.limited ?? []) {
      limited.set(position - 1, { granted, maxUses, usesCommitted, usesReserved, usesMade });
    }
    return { granted: row?.positions ? new Set(row.positions.map((p) => p - 1)) : null, limited };
  }
}
