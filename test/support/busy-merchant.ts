/** How many challenges the busy merchant has; each eighth as many has each of two neighbours. */
export const BUSY_CHALLENGES = 100_000;
/** The resource, the payer and the idempotency key of only one of them, made long ago. */
export const RARE = 90_001;

const upTo = (max: number): string => `generate_series(1, ${String(max)}) n`;

// One challenge every 25 seconds for a month: a quarter of them paid, two thirds of those settled and as many used, one in a
// hundred still open; 2,000 articles, each sold fifty times, and ten payers in a hundred.
const FILL = [
  `CREATE TEMPORARY TABLE asked AS
    SELECT n, 1 AS merchant_id FROM ${upTo(BUSY_CHALLENGES)}
    UNION ALL SELECT ${String(BUSY_CHALLENGES)} + n, 2 + n % 2 FROM ${upTo(BUSY_CHALLENGES / 4)}`,
  `INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request, provider_ref,
      created_at, invoice_expires_at, token_expires_at, paid_at, settled_at, payer, idempotency_key)
    SELECT lpad(to_hex(n), 32, '0')::uuid, merchant_id, 0, sha256(n::text::bytea), sha256(('t' || n)::bytea),
      CASE WHEN n = ${String(RARE)} THEN '/rare' ELSE '/articles/' || n % 2000 END, 5, 'lnbcrt1', 'r',
      $1::timestamptz - n * interval '25 seconds',
      $1::timestamptz - n * interval '25 seconds' + CASE WHEN n <= 1000 THEN interval '24 hours' ELSE interval '10 minutes' END,
      $1::timestamptz + interval '1 day',
      CASE WHEN n % 4 = 0 THEN $1::timestamptz - n * interval '25 seconds' + interval '1 minute' END,
      CASE WHEN n % 12 > 3 AND n % 4 = 0 THEN $1::timestamptz - n * interval '25 seconds' + interval '1 minute' END,
      CASE WHEN n = ${String(RARE)} THEN 'rare payer' WHEN n % 10 = 0 THEN 'payer ' || n % 100 END,
      CASE WHEN n = ${String(RARE)} THEN 'rare key' END
    FROM asked ORDER BY n DESC`,
  `INSERT INTO challenge_ledger (key, merchant_id, mode, settlement, uses_committed, uses_made, first_used_at)
    SELECT key, merchant_id, mode, CASE WHEN settled_at IS NOT NULL THEN 1 WHEN price_sats > 5 THEN 3 ELSE 4 END, 1, 1, paid_at
    FROM challenge`,
  `INSERT INTO idempotency_key (merchant_id, mode, key, fingerprint, challenge_key, created_at)
    SELECT merchant_id, mode, coalesce(idempotency_key, 'key ' || key), '', key, created_at FROM challenge`,
  `INSERT INTO challenge_use (key, seq, state, request_id, created_at)
    SELECT lpad(to_hex(4), 32, '0')::uuid, n, 1, 'r' || n, $1 FROM ${upTo(20_000)}`,
  `INSERT INTO day_figure (merchant_id, mode, day, challenges, paid_challenges, used_challenges, revenue_sats, uses)
    SELECT m, mode, ($1::timestamptz - n * interval '1 day')::date, 100, 25, 20, 125, 400
    FROM generate_series(0, 799) n, generate_series(1, 3) m, generate_series(0, 1) mode`,
  `INSERT INTO resource_figure (merchant_id, mode, day, resource, challenges, paid_challenges, revenue_sats, uses)
    SELECT m, 0, ($1::timestamptz - n * interval '1 day')::date, '/articles/' || (n * 7 + r) % 2000, 1, 1, r, 2
    FROM generate_series(0, 399) n, generate_series(1, 4) m, generate_series(1, 200) r`,
  `INSERT INTO refusal_figure (merchant_id, mode, day, reason, count)
    SELECT m, 0, ($1::timestamptz - n * interval '1 day')::date, 'reason ' || r, 1
    FROM generate_series(0, 399) n, generate_series(1, 3) m, generate_series(1, 22) r`,
  `INSERT INTO challenge_refusal (key, reason, count, last_at) SELECT key, 'expired', 1, now() FROM challenge WHERE mode = 0`,
];

/** Does one statement, always on the same connection. */
type Query = (text: string, values: unknown[]) => Promise<unknown>;

/** Fills a database with what merchants 1, 2 and 3 have sold by that moment, and brings its statistics up to date. */
export async function fillBusyMerchant(query: Query, now: Date): Promise<void> {
  for (const text of FILL) await query(text, text.includes('$1') ? [now] : []);
  await query('VACUUM ANALYZE', []);
}
