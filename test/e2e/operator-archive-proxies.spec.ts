import { randomBytes } from 'node:crypto';
import { SYSTEM } from '@turnpike/audit';
import { type Env, parseEnv } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { exportMerchant } from '../../apps/operator/src/archive/export-merchant.js';
import { importMerchant } from '../../apps/operator/src/archive/import-merchant.js';
import { listenAsGateway } from '../../apps/gateway/src/bootstrap.js';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { OPENS_AT } from '../support/sandbox-shop.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

type OpenEnv = Env & { readonly databaseUrl: string };

const ring = (): string => `1:${randomBytes(32).toString('base64')}`;
const allowed = { ADDRESS_ALLOW: '127.0.0.1', RATE_LIMIT_GATEWAY: '0' };
const keys = { MASTER_KEYS: ring(), INVOICE_KEYS: ring(), SEAL_KEYS: ring(), ...allowed };
const HOST = 'paid.shop.example';

let scene: GatewayScene;
let proxy: SceneProxy;
let authorization: string;
let file = '';
const databases: TestDatabase[] = [];

beforeAll(async () => {
  scene = await GatewayScene.open(keys);
  await scene.proxy({ name: 'First' });
  const header = { authHeader: 'Authorization', authValue: 'Bearer ours', hosts: [HOST] };
  proxy = await scene.proxy({ name: 'Moved', ...header });
  await scene.endpoint(proxy, { maxUses: 2, basePriceSats: 3 });
  await scene.shop.pool.query({ text: 'UPDATE proxy_host SET proven_at = now()' });
  await scene.shop.post('/api/merchant/webhooks', { url: 'https://hooks.example.org/paid' });
  authorization = await scene.buy(`${proxy.path}/one`);
  expect((await scene.call(`${proxy.path}/one`, { authorization })).status).toBe(200);
  await scene.untilUses(authorization, 'committed');
  const write = (piece: string): Promise<void> => {
    file += piece;
    return Promise.resolve();
  };
  const { env, merchant } = { env: scene.shop.api.env as OpenEnv, merchant: scene.shop.merchant };
  const rows = await exportMerchant(env, merchant.merchantId, write, new AbortController().signal);
  expect(rows).toMatchObject({ proxy: 2, proxy_endpoint: 1, proxy_host: 1, webhook_endpoint: 1 });
});

afterAll(async () => {
  await scene.close();
  for (const database of databases) await database.drop();
});

async function* chunks(): AsyncGenerator<string> {
  yield await Promise.resolve(file);
}

interface Elsewhere {
  readonly api: ListeningApi;
  readonly rows: Readonly<Record<string, number>>;
  /** What a path answers at the gateway there. */
  readonly status: (path: string) => Promise<number>;
}

/** Brings the file in where a stranger has proxies of the same numbers, and looks at what is there then. */
async function elsewhere(
  more: Record<string, string>,
  secrets: boolean,
  look: (there: Elsewhere) => Promise<void>,
): Promise<void> {
  const database = await createTestDatabase();
  databases.push(database);
  const env = parseEnv(apiVariables(database.url, { ...keys, ...more })) as OpenEnv;
  const pool = new HotPool(database.url, 1);
  await pool.query({
    text: `INSERT INTO proxy (public_id, merchant_id, mode, name, target_base_url, default_price_sats, created_at, updated_at)
      SELECT 'stranger-' || n, 99, 0, 'Strange', 'http://127.0.0.1:1', 1, now(), now() FROM generate_series(1, 3) n`,
  });
  await pool.onApplicationShutdown();
  const { rows } = await importMerchant(env, chunks, { secrets, tokens: false }, SYSTEM);
  const api = await ListeningApi.start(apiVariables(database.url, { ...keys, ...more }), OPENS_AT);
  const gateway = await listenAsGateway({ env: Object.freeze({ ...env, port: 0 }), clock: api.clock });
  const status = async (path: string): Promise<number> =>
    (await fetch(gateway.localUrl + path, { headers: { authorization } })).status;
  try {
    await look({ api, rows, status });
  } finally {
    await gateway.close();
    await api.stop();
  }
}

describe('the proxies and webhooks of a merchant that is moved', () => {
  it('are there whole, under numbers that nobody has, and what was bought opens them', async () => {
    await elsewhere({}, false, async ({ api, rows, status }) => {
      expect(rows).toMatchObject({ proxy: 2, proxy_endpoint: 1, proxy_host: 1, webhook_endpoint: 1 });
      expect(await status(`${proxy.path}/one`)).toBe(200);
      expect(scene.upstream.last.headers.authorization).toBe('Bearer ours');
      const { body } = await api.call('GET', proxy.api, scene.shop.key);
      expect(body).toMatchObject({ name: 'Moved', hosts: [{ host: HOST, isProven: false }] });
      const endpoints = await api.call('GET', `${proxy.api}/manifest/endpoints`, scene.shop.key);
      expect(endpoints.body).toMatchObject({ endpoints: [{ endpointId: 'one', basePriceSats: 3 }] });
      const hooks = await api.call('GET', '/api/merchant/webhooks', scene.shop.key);
      expect(hooks.body).toMatchObject({
        webhooks: [{ url: 'https://hooks.example.org/paid', enabled: true }],
      });
      const terms = { name: 'Next', targetBaseUrl: scene.upstream.url, defaultPriceSats: 1 };
      expect((await api.call('POST', '/api/proxy', scene.shop.key, terms)).status).toBe(201);
    });
  });

  it('are refused where their secrets do not open, or come without them: such a proxy is off', async () => {
    const other = { SEAL_KEYS: ring() };
    await expect(elsewhere(other, false, () => Promise.resolve())).rejects.toThrow('--without-secrets');
    await elsewhere(other, true, async ({ api, rows, status }) => {
      expect(rows).toMatchObject({ proxy: 2, proxy_endpoint: 1 });
      expect(rows).not.toHaveProperty('webhook_endpoint');
      expect(await status(`${proxy.path}/one`)).toBe(404);
      const shown = await api.call('GET', '/api/proxy', scene.shop.key);
      const states = (shown.body['proxies'] as { name: string; isActive: boolean }[]).map(
        ({ name, isActive }) => [name, isActive],
      );
      expect(Object.fromEntries(states)).toEqual({ First: true, Moved: false });
      const mended = { authValue: 'Bearer anew', authHeader: 'Authorization', isActive: true };
      await api.call('PUT', proxy.api, scene.shop.key, mended);
      while ((await status(`${proxy.path}/one`)) === 404);
      expect(scene.upstream.last.headers.authorization).toBe('Bearer anew');
    });
  });
});

it('a file of a merchant holds no secret of proxies or webhooks that can be read', () => {
  expect(file).not.toContain('Bearer ours');
  expect(file).not.toContain('whsec_');
});
