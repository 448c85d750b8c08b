/** Rows of a list that others have, and those of the merchant with many: the others' are newer. */
export const OTHERS_ROWS = 100_000;
/** The proxy of the merchant with many, in live mode, and how many days it has sold 200 resources each. */
export const BUSY_PROXY = 'busy-abcd';
const PROXY_DAYS = 400;
/** An endpoint of the merchant with many, in test mode. */
export const BUSY_WEBHOOK = `we_${'1'.padStart(32, '0')}`;
/** Entries of the log of changes that the merchant with many has of its live mode: the oldest of all. */
export const LIVE_ENTRIES = 43;

const MEMBERS = 20_000;
const upTo = (max: number): string => `generate_series(1, ${String(max)}) n`;
const id = (word: string, n: string): string => `'${word}_' || lpad(to_hex(${n}), 32, '0')`;

/** The first so many are merchant 1's, and each of the others is another's. */
const ofMany = (own: number): string => `CASE WHEN n <= ${String(own)} THEN 1 ELSE 2 + n % 18000 END`;

const OWN_THEN_OTHERS = `
  (SELECT n, 1 AS m FROM ${upTo(OTHERS_ROWS)} UNION ALL SELECT ${String(OTHERS_ROWS)} + n, 2 FROM ${upTo(OTHERS_ROWS)}) a`;
const AT = `$1::timestamptz - (${String(3 * OTHERS_ROWS)} - n) * interval '1 second'`;

const FILL = [
  `INSERT INTO merchant (name, email, created_at)
    SELECT 'Merchant ' || n, 'm' || n || '@example.com', $1 FROM ${upTo(MEMBERS)}`,
  `INSERT INTO api_key (id, merchant_id, mode, scopes, prefix, secret_hash, created_at, revoked_at)
    SELECT ${id('key', 'n')}, ${ofMany(1_000)}, 0, '{}', 'l402_test_', sha256(n::text::bytea), ${AT},
      CASE WHEN n <= 400 THEN $1::timestamptz END FROM ${upTo(MEMBERS)}`,
  `INSERT INTO member_user (id, email, name, created_at)
    SELECT ${id('usr', 'n')}, 'u' || n || '@example.com', 'User', $1 FROM ${upTo(MEMBERS)}`,
  `INSERT INTO merchant_member (merchant_id, user_id, role, joined_at)
    SELECT ${ofMany(199)}, ${id('usr', 'n')}, 'owner', ${AT} FROM ${upTo(MEMBERS)}`,
  `INSERT INTO merchant_invitation (id, merchant_id, email, role, token_hash, invited_by, created_at, expires_at)
    SELECT ${id('inv', 'n')}, ${ofMany(100)}, 'i' || n || '@example.com', 'owner', sha256(n::text::bytea), 'usr_', ${AT},
      $1::timestamptz + interval '1 day' FROM ${upTo(MEMBERS)}`,
  `INSERT INTO member_session (id, token_hash, user_id, merchant_id, created_at, last_seen_at, expires_at)
    SELECT ${id('ses', 'n')}, sha256(n::text::bytea), CASE WHEN n <= 99 THEN ${id('usr', '1')} ELSE ${id('usr', 'n')} END, 1,
      ${AT}, ${AT}, $1::timestamptz + interval '1 hour' FROM ${upTo(MEMBERS)}`,
  `INSERT INTO member_passkey (id, user_id, credential_id, public_key, counter, transports, created_at)
    SELECT ${id('psk', 'n')}, CASE WHEN n <= 20 THEN ${id('usr', '1')} ELSE ${id('usr', 'n')} END, 'c' || n, '', 0, '{}', $1
    FROM ${upTo(MEMBERS)}`,
  `INSERT INTO wallet_connection (id, merchant_id, kind, sealed_credentials, warnings, created_at)
    SELECT ${id('wal', 'n')}, ${ofMany(20)}, 'lnd', '', '{}', ${AT} FROM ${upTo(MEMBERS)}`,
  `INSERT INTO wallet_alert (connection_id, matter, merchant_id, detail, first_at, last_at)
    SELECT c.id, 'clock', c.merchant_id, 'x', $1, $1 FROM wallet_connection c`,
  `INSERT INTO webhook_endpoint (id, merchant_id, mode, url, sealed_secret, created_at)
    SELECT ${id('we', 'n')}, ${ofMany(20)}, 0, 'https://example.com', '', ${AT} FROM ${upTo(MEMBERS)}`,
  `INSERT INTO proxy (public_id, merchant_id, mode, name, target_base_url, default_price_sats, created_at, updated_at)
    SELECT CASE n WHEN 1 THEN '${BUSY_PROXY}' ELSE 'p' || n END, ${ofMany(1_000)}, 1, 'P', 'https://example.com', 5, $1, $1
    FROM ${upTo(MEMBERS)}`,
  `INSERT INTO resource_figure (merchant_id, mode, day, resource, challenges, paid_challenges, revenue_sats, uses)
    SELECT 1, 1, ($1::timestamptz - n * interval '1 day')::date, '/l402/proxy/${BUSY_PROXY}/r/' || r, 1, 1, 5, 2
    FROM generate_series(0, ${String(PROXY_DAYS - 1)}) n, generate_series(1, 200) r`,
  `INSERT INTO audit_entry (merchant_id, mode, actor_kind, actor_id, action, detail, at)
    SELECT 1, 1, 'system', 'x', 'settings.change', '{}', $1 FROM ${upTo(LIVE_ENTRIES)}`,
  `INSERT INTO audit_entry (merchant_id, mode, actor_kind, actor_id, action, detail, at)
    SELECT m, 0, 'system', 'x', CASE WHEN n % 1000 = 1 THEN 'rare.change' ELSE 'settings.change' END, '{}', ${AT}
    FROM ${OWN_THEN_OTHERS}`,
  `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at, xid)
    SELECT m, 0, 'challenge.paid', '{}', ${AT}, (n / 1000 + 3)::text::xid8 FROM ${OWN_THEN_OTHERS}`,
  `INSERT INTO webhook_delivery (endpoint_id, merchant_id, mode, event_key, event_id, type, occurred_at, state, created_at,
      next_attempt_at)
    SELECT ${id('we', 'CASE merchant_id WHEN 1 THEN 1 ELSE 18000 END')}, merchant_id, 0, id, event_id, type, occurred_at, 0,
      occurred_at, occurred_at FROM outbox ORDER BY outbox.id`,
];

/** Does one statement, always on the same connection. */
type Query = (text: string, values: unknown[]) => Promise<unknown>;

/**
 * Fills lists of merchant 1 to their bound or with very many rows, gives others as much, and brings the statistics up to date;
 * only those tables, if any are named.
 */
export async function fillBusyLists(query: Query, now: Date, tables?: readonly string[]): Promise<void> {
  for (const text of FILL) {
    const table = /INSERT INTO (\w+)/.exec(text)?.[1] ?? '';
    if (tables?.includes(table) === false) continue;
    await query(text, text.includes('$1') ? [now] : []);
  }
  await query('ANALYZE', []);
}
