import { createHash, createHmac } from 'node:crypto';
import { mintMacaroon, newTokenId, RootKeys } from '../../dist/libs/l402/src/index.js';

const digest = (text) => createHash('sha256').update(text).digest();

/** One key for every ring of a bench: `kid:base64`. */
export const MASTER_KEY = digest('bench master key').toString('base64');

/** What every token of a bench sells. */
export const RESOURCE = '/api/premium/weather';

/** The n-th token of a tenant, always the same: its macaroon, preimage, and what its rows hold. */
export function makeTokens(count, tenant, resource = RESOURCE) {
  const keys = new RootKeys([{ kid: 1, key: Buffer.from(MASTER_KEY, 'base64') }]);
  const expiresAtSeconds = Math.floor(Date.now() / 1000) + 86_400;
  return Array.from({ length: count }, (_, n) => {
    const preimage = digest(`preimage ${n}`);
    const paymentHash = createHash('sha256').update(preimage).digest('hex');
    const random = Buffer.concat([digest(`token ${n}`)]).subarray(1);
    const tokenId = newTokenId(1, tenant.mode, random);
    const macaroon = mintMacaroon(
      { ...tenant, paymentHash, tokenId, resource, amountSats: 100, expiresAtSeconds },
      keys,
    );
    return { macaroon, preimage: preimage.toString('hex'), paymentHash, tokenId };
  });
}

/** The same tokens with a signature that is not ours. */
export function forge(tokens) {
  return tokens.map((token) => {
    const bytes = Buffer.from(token.macaroon, 'base64');
    createHmac('sha256', 'forger')
      .update(bytes)
      .digest()
      .copy(bytes, bytes.length - 32);
    return { ...token, macaroon: bytes.toString('base64') };
  });
}

/** Puts rows for these tokens, and as many others as make `total`, into the tables, mixed with each other. */
export async function storeTokens(pool, tokens, total, tenant) {
  const mode = tenant.mode === 'live' ? 1 : 0;
  await pool.query('CREATE TEMP TABLE fresh (hash bytea, token bytea)');
  for (let at = 0; at < tokens.length; at += 5000) {
    const part = tokens.slice(at, at + 5000);
    await pool.query('INSERT INTO fresh SELECT * FROM unnest($1::bytea[], $2::bytea[])', [
      part.map((token) => Buffer.from(token.paymentHash, 'hex')),
      part.map((token) => Buffer.from(token.tokenId)),
    ]);
  }
  await pool.query(
    `INSERT INTO fresh SELECT sha256(n::text::bytea), sha256(('t' || n)::bytea) FROM generate_series(1, ${total - tokens.length}) n`,
  );
  await pool.query(
    `INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request, provider_ref,
       created_at, invoice_expires_at, token_expires_at, paid_at)
     SELECT encode(substr(token, 2, 16), 'hex')::uuid, ${tenant.merchantId}, ${mode}, hash, token, '${RESOURCE}', 100,
       repeat('x', 300), 'ref', now(), now() + interval '10 minutes', now() + interval '1 day', NULL
     FROM fresh ORDER BY random()`,
  );
  await pool.query(
    `INSERT INTO challenge_ledger (key, merchant_id, mode) SELECT key, merchant_id, mode FROM challenge ORDER BY random()`,
  );
  await pool.query('DROP TABLE fresh');
  await pool.query('VACUUM ANALYZE challenge');
  await pool.query('VACUUM ANALYZE challenge_ledger');
}
