import { type NestFastifyApplication } from '@nestjs/platform-fastify';

import { createApi, stopApi } from '../../apps/api/src/bootstrap.js';
import { parseEnv } from '@turnpike/config';
import { Merchants } from '@turnpike/merchants';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let app: NestFastifyApplication;
let key: string;
const ring = `1:${Buffer.alloc(32, 7).toString('base64')}`;

beforeAll(async () => {
  database = await createTestDatabase();
  const env = parseEnv({ DATABASE_URL: database.url, MASTER_KEYS: ring, INVOICE_KEYS: ring, SEAL_KEYS: ring, LOG_LEVEL: 'warn' });
  app = await createApi({ env });
  const made = await app.get(Merchants, { strict: false }).create({ name: 'x', email: 'x@example.com' });
  key = made.testApiKey;
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

async function post(url: string, payload: object) {
  const answer = await app.inject({ method: 'POST', url, payload, headers: { 'x-api-key': key } });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json<Record<string, unknown>>() };
}

it('mints, pays and verifies', async () => {
  const minted = await post('/api/l402/challenges', { resource: '/a', priceSats: 21 });
  console.log(minted);
  const paid = await post('/api/sandbox/pay', { invoice: minted.body['invoice'] });
  console.log(paid);
  const verified = await post('/api/l402/challenges/verify', { macaroon: minted.body['macaroon'], preimage: paid.body['preimage'] });
  console.log(verified);
  expect(verified.body['valid']).toBe(true);
});
