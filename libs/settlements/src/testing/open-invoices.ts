import type { StatementPool } from '@turnpike/database';

/** Open invoices to be put in. */
export interface OpenInvoices {
  readonly connections: number;
  readonly each: number;
  /** They were made at even distances over so many seconds before the start. */
  readonly madeWithinSeconds: number;
  readonly expirySeconds: number;
}

/** A connection that invoices are put in for. */
export interface FilledConnection {
  readonly id: string;
  readonly merchantId: number;
}

/** What a wallet calls the invoice of that number. */
export function refOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** Puts connections of the kind `counting` into their table. */
export async function connectMany(
  pool: StatementPool,
  at: Date,
  connections: readonly (FilledConnection & { readonly sealed: Buffer })[],
): Promise<void> {
  await pool.query({
    text: `INSERT INTO wallet_connection (id, merchant_id, kind, role, sealed_credentials, created_at)
      SELECT id, merchant_id, 'counting', 'primary', sealed, $4 FROM unnest($1::text[], $2::int4[], $3::bytea[])
      AS t (id, merchant_id, sealed)`,
    values: [
      connections.map(({ id }) => id),
      connections.map(({ merchantId }) => merchantId),
      connections.map(({ sealed }) => sealed),
      at,
    ],
  });
}

/** Puts in open invoices, the connections in turn, all of them due; the oldest has the number 0. */
export async function fillWithOpen(
  pool: StatementPool,
  start: Date,
  connections: readonly FilledConnection[],
  { each, madeWithinSeconds, expirySeconds }: OpenInvoices,
): Promise<void> {
  const count = connections.length * each;
  await pool.query({
    text: `INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request,
        provider_ref, connection_id, created_at, invoice_expires_at, token_expires_at)
      SELECT t.ref::uuid, t.merchant_id, 1, sha256(n::text::bytea), sha256(('t' || n)::bytea), '/r', 5, 'lnbcrt1', t.ref, t.id,
        t.made, t.made + make_interval(secs => $5), $3::timestamptz + interval '1 day'
      FROM generate_series(0, $1 - 1) n, LATERAL (
        SELECT ($2::text[])[1 + n % $7] AS id, ($6::int4[])[1 + n % $7] AS merchant_id,
          '00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0') AS ref,
          $3::timestamptz - make_interval(secs => $4::float8 * ($1 - n) / $1) AS made) t`,
    values: [
      ...[count, connections.map(({ id }) => id), start, madeWithinSeconds, expirySeconds],
      ...[connections.map(({ merchantId }) => merchantId), connections.length],
    ],
  });
  await pool.query({
    text: `INSERT INTO challenge_ledger (key, merchant_id, mode, settlement)
      SELECT key, merchant_id, mode, 4 FROM challenge`,
  });
  await pool.query({
    text: `INSERT INTO challenge_watch (key, merchant_id, mode, connection_id, next_look_up_at)
      SELECT key, merchant_id, mode, connection_id, $1 FROM challenge`,
    values: [start],
  });
  await pool.query({ text: 'ANALYZE' });
}
