// What a mint costs at least: an invoice signed and decoded, a macaroon, one prepared INSERT, on a Fastify instance.
import { createHash, randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';
import {
  decodePaymentRequest,
  mintMacaroon,
  newTokenId,
  RootKeys,
  signPaymentRequest,
} from '../../../dist/libs/l402/src/index.js';
import { serve } from './serve.mjs';

const { masterKey, tenant, databaseUrl } = JSON.parse(process.argv[2]);
const keys = new RootKeys([{ kid: 1, key: Buffer.from(masterKey, 'base64') }]);
const privateKey = createHash('sha256').update('a node').digest();
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS bench_mint (hash bytea PRIMARY KEY, request text, resource text, price int)',
);

const app = Fastify({ logger: false });
app.post('/api/l402/challenges', async (request) => {
  const { resource, priceSats } = request.body;
  const paymentHash = createHash('sha256').update(randomBytes(32)).digest('hex');
  const nowSeconds = Math.floor(Date.now() / 1000);
  const invoice = signPaymentRequest({
    network: 'regtest',
    amountMsat: BigInt(priceSats) * 1000n,
    paymentHash,
    paymentSecret: randomBytes(32),
    description: resource,
    expirySeconds: 600,
    timestampSeconds: nowSeconds,
    privateKey,
  });
  const decoded = decodePaymentRequest(invoice, 'regtest');
  const macaroon = mintMacaroon(
    {
      ...tenant,
      paymentHash,
      tokenId: newTokenId(1, tenant.mode),
      resource,
      amountSats: priceSats,
      expiresAtSeconds: nowSeconds + 3600,
    },
    keys,
  );
  await pool.query({
    name: 'insert',
    text: 'INSERT INTO bench_mint VALUES ($1, $2, $3, $4)',
    values: [Buffer.from(paymentHash, 'hex'), invoice, resource, priceSats],
  });
  return {
    invoice,
    macaroon,
    paymentHash,
    expiresAt: new Date((decoded.timestampSeconds + decoded.expirySeconds) * 1000).toISOString(),
    resource,
    priceSats,
    mppChallenge: null,
    tokenExpiresAt: new Date((nowSeconds + 3600) * 1000).toISOString(),
  };
});
await app.listen({ port: 0, host: '127.0.0.1' });
serve(app.server.address().port, async () => {
  await app.close();
  await pool.end();
});
