import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseEnv } from '@turnpike/config';
import { createApi, stopApi } from '../../apps/api/src/bootstrap.js';
import { expectDocumented } from '../support/openapi-answers.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const keyRing = (): string => `1:${randomBytes(32).toString('base64')}`;
const operatorKey = randomBytes(24).toString('hex');

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly key?: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/** The members of answers that later calls need. */
interface Answer {
  readonly id: number | string;
  readonly apiKey: string;
  readonly testApiKey: string;
  readonly key: string;
  readonly invoice: string;
  readonly macaroon: string;
  readonly preimage: string;
  readonly paymentHash: string;
  readonly useId: string;
}

/**
 * One purchase and all that can be done around it, over the real API: whatever it answers must be what the OpenAPI document
 * says. The document names every member, so a member too many or too few fails here.
 */
describe('every answer of a purchase is as documented', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let address = '';
  let testKey = '';
  let liveKey = '';
  let merchantId: number | string = 0;
  let paymentHash = '';
  let credential = { macaroon: '', preimage: '' };

  const env = () =>
    parseEnv({
      DATABASE_URL: database.url,
      MASTER_KEYS: keyRing(),
      INVOICE_KEYS: keyRing(),
      SEAL_KEYS: keyRing(),
      ADMIN_API_KEY: operatorKey,
      OPERATOR_MERCHANT: '1:test',
      LOG_LEVEL: 'silent',
      PORT: '0',
    });

  async function call({ method, path, key, body, headers = {} }: Call, status: number): Promise<Answer> {
    const response = await fetch(new URL(path, address), {
      method,
      headers: {
        ...headers,
        ...(key !== undefined && { 'x-api-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const parsed: unknown = isJson ? JSON.parse(text) : text;
    expect({ method, path, status: response.status, text }).toEqual({ method, path, status, text });
    const template = path.split('?')[0] ?? path;
    expectDocumented({
      method,
      path: template,
      status,
      headers: Object.fromEntries(response.headers),
      body: parsed,
    });
    return parsed as Answer;
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApi({ env: env(), listen: true });
    address = await app.getUrl();
  });

  afterAll(async () => {
    await stopApi(app, env());
    await database.drop();
  });

  it('the operator makes, lists, changes merchants and gives them keys', async () => {
    const key = operatorKey;
    const path = '/api/admin/merchants';
    const made = await call(
      { method: 'POST', path, key, body: { name: 'Weather Works', email: 'owner@weather.example' } },
      201,
    );
    ({ id: merchantId, apiKey: liveKey, testApiKey: testKey } = made);
    await call({ method: 'POST', path, key, body: { name: 'Again', email: 'owner@weather.example' } }, 409);
    await call({ method: 'POST', path, key, body: { name: '' } }, 400);
    await call({ method: 'GET', path: `${path}?q=weather&limit=5`, key }, 200);
    await call({ method: 'GET', path: `${path}?limit=0`, key }, 400);
    await call({ method: 'GET', path: `${path}/${merchantId}`, key }, 200);
    await call({ method: 'GET', path: `${path}/999999`, key }, 404);
    await call({ method: 'PUT', path: `${path}/${merchantId}`, key, body: { name: 'Weather' } }, 200);
    await call({ method: 'POST', path: `${path}/${merchantId}/api-keys`, key, body: {} }, 201);
    const retired = { method: 'PUT', path: `${path}/${merchantId}/retired-resources`, key } as const;
    await call({ ...retired, body: { resource: '/old' } }, 200);
    await call({ ...retired, method: 'DELETE', body: { resource: '/older' } }, 204);
    await call({ method: 'GET', path, key: 'wrong-wrong-wrong-wrong' }, 401);
  });

  it('mint, replayed and refused', async () => {
    const mint = { method: 'POST', path: '/api/l402/challenges', key: testKey } as const;
    const terms = { resource: '/v1/forecast', priceSats: 25, description: 'One forecast', maxUses: 3 };
    const headers = { 'x-idempotency-key': 'order-1' };
    const minted = await call({ ...mint, body: terms, headers }, 200);
    await call({ ...mint, body: terms, headers }, 200);
    await call({ ...mint, body: { ...terms, priceSats: 26 }, headers }, 409);
    await call({ ...mint, body: { ...terms, priceSats: 0 } }, 400);
    await call({ ...mint, body: { resource: '/old', priceSats: 1 } }, 410);
    await call({ ...mint, key: liveKey, body: terms }, 409);
    await call(mint, 400);
    ({ paymentHash } = minted);
    const pay = { method: 'POST', path: '/api/sandbox/pay' } as const;
    const body = { invoice: minted.invoice };
    await call({ ...pay, key: liveKey, body }, 403);
    const paid = await call({ ...pay, key: testKey, body }, 200);
    await call({ ...pay, key: testKey, body }, 409);
    await call({ ...pay, key: testKey, body: { outcome: 'pay' } }, 400);
    credential = { macaroon: minted.macaroon, preimage: paid.preimage };
  });

  it('verify, accepted, reserved, replayed and refused, with the uses that come of it', async () => {
    const verify = { method: 'POST', path: '/api/l402/challenges/verify', key: testKey } as const;
    const body = { ...credential, resource: '/v1/forecast', minAmountSats: 25 };
    await call({ ...verify, body }, 200);
    await call({ ...verify, body: { ...body, resource: '/v1/other' } }, 200);
    await call({ ...verify, body: { macaroon: 'nonsense', preimage: 'nonsense' } }, 200);
    await call({ ...verify, body: {} }, 400);
    await call({ ...verify, body: { ...body, amountSats: 'many' } }, 400);
    const reserving = { ...verify, body: { ...body, requestId: 'req-1', reserve: true } };
    const { useId } = await call(reserving, 200);
    await call(reserving, 200);
    const use = `/api/l402/uses/${useId}`;
    await call({ method: 'POST', path: `${use}/commit`, key: testKey }, 200);
    await call({ method: 'POST', path: `${use}/release`, key: testKey }, 409);
    await call({ method: 'POST', path: '/api/l402/uses/use_nothing/commit', key: testKey }, 404);
    await call({ method: 'GET', path: `/api/l402/challenges/${paymentHash}/uses`, key: testKey }, 200);
  });

  it('list, get and revoke', async () => {
    const path = '/api/l402/challenges';
    await call({ method: 'GET', path, key: testKey }, 200);
    await call({ method: 'GET', path: `${path}?status=paid&limit=1`, key: testKey }, 200);
    await call({ method: 'GET', path: `${path}?status=settled`, key: testKey }, 400);
    await call({ method: 'GET', path: `${path}/${paymentHash}`, key: testKey }, 200);
    await call({ method: 'GET', path: `${path}/${paymentHash}`, key: liveKey }, 404);
    await call({ method: 'POST', path: `${path}/${paymentHash}/revoke`, key: testKey }, 200);
    await call({ method: 'POST', path: `${path}/${'0'.repeat(64)}/revoke`, key: testKey }, 404);
  });

  it('the account, its settings and its keys', async () => {
    const key = testKey;
    for (const name of ['me', 'l402-status', 'subscription', 'usage', 'settings']) {
      await call({ method: 'GET', path: `/api/merchant/${name}`, key }, 200);
    }
    const settings = { method: 'PATCH', path: '/api/merchant/settings', key } as const;
    await call({ ...settings, body: { strictVerify: true, realm: 'weather.example' } }, 200);
    await call({ ...settings, body: { invoiceExpirySeconds: 1 } }, 400);
    const path = '/api/merchant/api-keys';
    const made = await call(
      { method: 'POST', path, key, body: { label: 'reader', scopes: ['challenges:read'] } },
      201,
    );
    const { id, key: reader } = made;
    await call({ method: 'GET', path, key: reader }, 403);
    await call({ method: 'POST', path, key, body: { scopes: ['everything'] } }, 400);
    await call({ method: 'POST', path: `${path}/${id}/rotate`, key }, 201);
    await call({ method: 'POST', path: `${path}/nothing/rotate`, key, body: {} }, 404);
    await call({ method: 'DELETE', path: `${path}/${id}`, key }, 204);
    await call({ method: 'GET', path, key }, 200);
  });

  it('what anybody may read and buy', async () => {
    for (const path of [
      '/health',
      '/health/live',
      '/health/ready',
      '/api/l402/pricing',
      '/api/l402/status',
      '/problems',
    ]) {
      await call({ method: 'GET', path }, 200);
    }
    await call({ method: 'GET', path: '/problems', headers: { accept: 'text/html' } }, 200);
    await call({ method: 'GET', path: '/problems/nothing_such' }, 404);
    await call({ method: 'GET', path: '/l402/test/ping' }, 402);
  });
});
