import { HotPool, type Transaction } from '@turnpike/database';

import { int4Array, int8Array, uuidArray } from './binary-array.js';
import { markPaidAndTell } from './challenge-event.sql.js';
import { isHeld } from './reservation.sql.js';
import { challengeKeyFromUuid } from './challenge-key.js';
import { type Claim } from './claim.js';
import { type LockedRow, type NamedUse, type UseWrite } from './named-decision.js';
import { type UseStateCode } from './use-state.js';

// Locked in key order, as everywhere, so that processes wait for each other and never in a ring.
const LOCK = `
SELECT key, merchant_id, mode, max_uses, settlement, revoked_at IS NOT NULL AS revoked,
       uses_committed::float8 AS uses_committed, uses_reserved, uses_made::float8 AS uses_made,
       mpp_use_seq::float8 AS mpp_use_seq
FROM challenge_ledger WHERE key = ANY ($1::uuid[]) ORDER BY key FOR UPDATE`;

// A statement of its own, after the lock: the one that waited for it still sees the uses as they were before.
const HELD = `SELECT e.key FROM unnest($1::uuid[]) AS e (key) WHERE ${isHeld('e.key', '$2')}`;

const MPP_HELD = `
SELECT u.key FROM unnest($1::uuid[], $2::int8[]) AS e (key, seq)
JOIN challenge_use u ON u.key = e.key AND u.seq = e.seq
WHERE u.state = 0 AND u.reserved_until > $3`;

const NAMED_USES = `
SELECT u.key, u.request_id, u.seq::float8 AS seq, u.state, encode(u.fingerprint, 'hex') AS fingerprint
FROM unnest($1::uuid[], $2::text[]) AS n (key, request_id)
JOIN challenge_use u ON u.key = n.key AND u.request_id = n.request_id
ORDER BY u.key, u.seq`;

// The rows are locked, so the counters that were decided on are the counters that hold.
const WRITE = `
WITH counted AS (
  UPDATE challenge_ledger l
  SET uses_committed = n.committed, uses_reserved = n.reserved, uses_made = n.made, last_granted = 0,
      first_used_at = coalesce(l.first_used_at, $5), mpp_use_seq = nullif(n.mpp_seq, 0),
      mpp_claimed_at = CASE WHEN n.mpp_seq = coalesce(l.mpp_use_seq, 0) THEN l.mpp_claimed_at ELSE $5 END
  FROM unnest($1::uuid[], $2::int8[], $3::int4[], $4::int8[], $12::bool[], $13::int8[])
    AS n (key, committed, reserved, made, is_first, mpp_seq)
  WHERE l.key = n.key
  RETURNING l.key, l.settlement, n.is_first
), taken AS (
  INSERT INTO challenge_use AS u (key, seq, state, request_id, fingerprint, created_at, decided_at, reserved_until)
  SELECT key, seq, state, request_id, decode(fingerprint, 'hex'), $5,
         CASE WHEN state = 1 THEN $5 END, CASE WHEN state = 0 THEN reserved_until END
  FROM unnest($7::uuid[], $8::int8[], $9::int4[], $10::text[], $11::text[], $6::timestamptz[])
    AS w (key, seq, state, request_id, fingerprint, reserved_until)
  ON CONFLICT (key, seq) DO UPDATE
  SET state = excluded.state, decided_at = excluded.decided_at, reserved_until = excluded.reserved_until
), ${markPaidAndTell('counted', '$5')}
SELECT count(*) FROM counted`;

interface LockRow {
  readonly key: string;
  readonly merchant_id: number;
  readonly mode: number;
  readonly max_uses: number | null;
  readonly settlement: number;
  readonly revoked: boolean;
  readonly uses_committed: number;
  readonly uses_reserved: number;
  readonly uses_made: number;
  readonly mpp_use_seq: number | null;
}

interface UseRow {
  readonly key: string;
  readonly request_id: string;
  readonly seq: number;
  readonly state: UseStateCode;
  readonly fingerprint: string;
}

/** The named lane's three statements, all inside one transaction. */
export class NamedClaimRepository {
  constructor(private readonly pool: HotPool) {}

  /** Runs the batch in one transaction; what it resolves to has been committed. */
  inTransaction<T>(run: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.pool.withTransaction(run);
  }

  /** Locks the ledger rows in key order and gives them by key. */
  async lock(transaction: Transaction, keys: readonly string[], now: Date): Promise<Map<string, LockedRow>> {
    const { rows } = await transaction.query<LockRow>({
      name: 'named-lock',
      text: LOCK,
      values: [uuidArray(keys)],
    });
    const held = await this.held(transaction, rows, now);
    const mppHeld = await this.mppHeld(transaction, rows, now);
    return new Map(
      rows.map((row) => [
        challengeKeyFromUuid(row.key),
        {
          merchantId: row.merchant_id,
          mode: row.mode,
          maxUses: row.max_uses,
          settlement: row.settlement,
          revoked: row.revoked,
          held: held.has(row.key),
          usesCommitted: row.uses_committed,
          usesReserved: row.uses_reserved,
          usesMade: row.uses_made,
          mppUseSeq: row.mpp_use_seq,
          mppHeld: mppHeld.has(row.key),
        },
      ]),
    );
  }

  private async held(transaction: Transaction, rows: readonly LockRow[], now: Date): Promise<Set<string>> {
    const keys = rows.filter((row) => row.max_uses !== null && row.uses_reserved > 0).map((row) => row.key);
    if (keys.length === 0) return new Set();
    const found = await transaction.query<{ key: string }>({
      name: 'named-held',
      text: HELD,
      values: [uuidArray(keys.map(challengeKeyFromUuid)), now],
    });
    return new Set(found.rows.map((row) => row.key));
  }

  private async mppHeld(transaction: Transaction, rows: readonly LockRow[], now: Date): Promise<Set<string>> {
    const taken = rows.filter((row) => row.mpp_use_seq !== null && row.uses_reserved > 0);
    if (taken.length === 0) return new Set();
    const found = await transaction.query<{ key: string }>({
      name: 'named-mpp-held',
      text: MPP_HELD,
      values: [
        uuidArray(taken.map((row) => challengeKeyFromUuid(row.key))),
        int8Array(taken.map((row) => row.mpp_use_seq ?? 0)),
        now,
      ],
    });
    return new Set(found.rows.map((row) => row.key));
  }

  /** The uses that these claims' request ids were given before, by `key:requestId`. */
  async usesNamed(transaction: Transaction, claims: readonly Claim[]): Promise<Map<string, NamedUse[]>> {
    const named = claims.filter((claim) => claim.requestId !== null);
    const found = new Map<string, NamedUse[]>();
    if (named.length === 0) return found;
    const { rows } = await transaction.query<UseRow>({
      name: 'named-uses',
      text: NAMED_USES,
      values: [uuidArray(named.map((claim) => claim.key)), named.map((claim) => claim.requestId)],
    });
    for (const { key, request_id, seq, state, fingerprint } of rows) {
      const name = `${challengeKeyFromUuid(key)}:${request_id}`;
      const uses = found.get(name) ?? [];
      // The same name may have been asked for by several claims of the batch: each use counts once.
      if (!uses.some((use) => use.seq === seq)) uses.push({ seq, state, fingerprint });
      found.set(name, uses);
    }
    return found;
  }

  /** Writes counters and use rows; marks first uses paid and tells it. */
  async write(
    transaction: Transaction,
    rows: ReadonlyMap<string, LockedRow>,
    writes: readonly UseWrite[],
    now: Date,
    reservedUntil: (claim: Claim) => Date,
  ): Promise<void> {
    const keys = [...new Set(writes.map((write) => write.claim.key))];
    const touched = keys.map((key) => rows.get(key)).filter((row) => row !== undefined);
    // A use taken up twice within one batch (released, then two repeats) is written once, as it ended.
    const byUse = new Map(writes.map((write) => [`${write.claim.key}:${String(write.seq)}`, write]));
    const last = [...byUse.values()];
    const begun = new Set(writes.filter(isFirstUse).map((write) => write.claim.key));
    await transaction.query({
      name: 'named-write',
      text: WRITE,
      values: [
        uuidArray(keys),
        int8Array(touched.map((row) => row.usesCommitted)),
        int4Array(touched.map((row) => row.usesReserved)),
        int8Array(touched.map((row) => row.usesMade)),
        now,
        last.map((write) => reservedUntil(write.claim)),
        uuidArray(last.map((write) => write.claim.key)),
        int8Array(last.map((write) => write.seq)),
        int4Array(last.map((write) => write.state)),
        last.map((write) => write.claim.requestId),
        last.map((write) => write.claim.fingerprint?.toString('hex') ?? null),
        keys.map((key) => begun.has(key)),
        int8Array(touched.map((row) => row.mppUseSeq ?? 0)),
      ],
    });
  }
}

/** Whether a challenge was never used before: its first use has the number 1, and is taken up again no first time. */
function isFirstUse({ seq, retaken }: UseWrite): boolean {
  return seq === 1 && !retaken;
}
