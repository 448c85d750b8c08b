import { randomBytes } from 'node:crypto';

import { HotPool } from '@turnpike/database';

/** A challenge put straight into the tables, for tests of what happens after mint. */
export interface LedgerFixture {
  readonly key: string;
  readonly merchantId: number;
  readonly mode: 0 | 1;
}

/** What to put in; the rest has defaults. */
export interface LedgerFixtureTerms {
  readonly merchantId?: number;
  readonly mode?: 0 | 1;
  readonly maxUses?: number | null;
  readonly settlement?: number;
}

/** Inserts `challenge` and `challenge_ledger` rows and gives their key. */
export async function insertChallenge(pool: HotPool, terms: LedgerFixtureTerms = {}): Promise<LedgerFixture> {
  const key = randomBytes(16).toString('hex');
  const { merchantId = 1, mode = 0, maxUses = null, settlement = 0 } = terms;
  await pool.query({
    text: `INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request,
        provider_ref, max_uses, created_at, invoice_expires_at, token_expires_at)
      VALUES ($1, $2, $3, $4, $5, '/r', 10, 'lnbcrt1', 'ref', $6, now(), now() + interval '10 minutes', now() + interval '1 hour')`,
    values: [key, merchantId, mode, randomBytes(32), randomBytes(32), maxUses],
  });
  await pool.query({
    text: 'INSERT INTO challenge_ledger (key, merchant_id, mode, max_uses, settlement) VALUES ($1, $2, $3, $4, $5)',
    values: [key, merchantId, mode, maxUses, settlement],
  });
  return { key, merchantId, mode };
}

/** The counters of a challenge as they stand in the table. */
export async function countersOf(
  pool: HotPool,
  key: string,
): Promise<{ committed: number; reserved: number; made: number; rows: number; paidEvents: number }> {
  const { rows } = await pool.query<{
    committed: number;
    reserved: number;
    made: number;
    rows: number;
    paidEvents: number;
  }>({
    text: `SELECT l.uses_committed::float8 AS committed, l.uses_reserved AS reserved, l.uses_made::float8 AS made,
        (SELECT count(*)::int4 FROM challenge_use u WHERE u.key = l.key) AS rows,
        (SELECT count(*)::int4 FROM outbox o JOIN challenge c ON o.data ->> 'paymentHash' = encode(c.payment_hash, 'hex')
          WHERE c.key = l.key AND o.type = 'challenge.paid') AS "paidEvents"
      FROM challenge_ledger l WHERE l.key = $1`,
    values: [key],
  });
  if (!rows[0]) throw new Error('no such challenge');
  return rows[0];
}
