import { createHash } from 'node:crypto';

import { type StatementPool } from '@turnpike/database';

/** How many challenges there are. */
export const CHALLENGES = 30_000;
/** The challenge with very many uses, all of them committed but one. */
export const BUSY = 7;
/** A challenge with as many uses that is done with. */
export const DEAD = 29_900;
const USES = 20_000;
/** Challenges from the first to this one have a reservation each that may still be released. */
export const HELD = 3_000;
/** The sequence number of those reservations. */
export const HELD_SEQ = 1_000_000;

/** The key of a challenge, 32 hex digits. */
export function crowdedKey(n: number): string {
  return n.toString(16).padStart(32, '0');
}

/** Its payment hash, 64 hex digits. */
export function crowdedHash(n: number): string {
  return createHash('sha256').update(String(n)).digest('hex');
}

const keyOf = (n: string): string => `lpad(to_hex(${n}), 32, '0')::uuid`;
const upTo = (max: number): string => `generate_series(1, ${String(max)}) n`;

// One challenge every six seconds for fifty hours, most of them of one tenant, unpaid and long expired; here and there an
// invoice that is still open, and among the old ones some whose token is over too.
const FILL = [
  `INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request, provider_ref,
      created_at, invoice_expires_at, token_expires_at, paid_at)
    SELECT ${keyOf('n')}, CASE WHEN n % 8 = 0 THEN 2 ELSE 1 END, 0, sha256(n::text::bytea), sha256(('t' || n)::bytea), '/r',
      5, 'lnbcrt1', 'r', now() - n * interval '6 seconds',
      now() - n * interval '6 seconds' + CASE WHEN n % 1000 = 1 THEN interval '24 hours' ELSE interval '1 second' END,
      CASE WHEN n > 15000 AND n % 100 = 0 THEN now() - interval '25 hours' ELSE now() + interval '1 day' END,
      CASE WHEN n % 10 = 0 THEN now() END
    FROM ${upTo(CHALLENGES)}`,
  `INSERT INTO challenge_ledger (key, merchant_id, mode, max_uses, uses_reserved, uses_made)
    SELECT key, merchant_id, mode, 3, (key <= ${keyOf(String(HELD))})::int4, (key <= ${keyOf(String(HELD))})::int4
    FROM challenge`,
  `INSERT INTO challenge_watch (key, merchant_id, mode, next_look_up_at, ended_at)
    SELECT ${keyOf('n')}, 1, 0, now() - n * interval '1 second',
      CASE WHEN n % 50 <> 0 THEN now() - interval '30 hours' END
    FROM ${upTo(15_000)}`,
  `INSERT INTO idempotency_key (merchant_id, mode, key, fingerprint, challenge_key, created_at)
    SELECT 1, 0, 'key ' || n, sha256(''), CASE WHEN n % 100 <> 0 THEN ${keyOf('n')} END, now() - interval '3 days'
    FROM ${upTo(CHALLENGES)}`,
  `INSERT INTO challenge_use (key, seq, state, request_id, fingerprint, created_at)
    SELECT key, n, 1, 'r' || n, sha256(''), now()
    FROM ${upTo(USES)}, unnest(ARRAY[${keyOf(String(BUSY))}, ${keyOf(String(DEAD))}]) key`,
  `INSERT INTO challenge_use (key, seq, state, created_at, reserved_until)
    SELECT ${keyOf('n')}, ${String(HELD_SEQ)}, 0, now(), now() + interval '1 hour' FROM ${upTo(HELD)}`,
  `INSERT INTO challenge_use (key, seq, state, created_at, reserved_until)
    SELECT ${keyOf('n + 10000')}, 1, 0, now(), now() - interval '1 minute' FROM ${upTo(HELD)}`,
  `UPDATE challenge_ledger SET uses_reserved = 1, uses_made = 1
    WHERE key > ${keyOf('10000')} AND key <= ${keyOf(String(HELD + 10_000))}`,
  `UPDATE challenge_ledger SET max_uses = ${String(USES + 1)}, uses_committed = ${String(USES)}
    WHERE key = ${keyOf(String(BUSY))}`,
  `INSERT INTO retired_resource (merchant_id, resource, retired_at)
    SELECT 1 + n % 3, '/old/' || n, now() FROM ${upTo(CHALLENGES)}`,
  `INSERT INTO plan_usage (merchant_id, month) SELECT n, date '2020-01-01' FROM ${upTo(CHALLENGES)}`,
];

/** Fills the tables of a database as those of an instance are that has sold much. */
export async function crowd(pool: StatementPool): Promise<void> {
  for (const text of FILL) await pool.query({ text });
}
