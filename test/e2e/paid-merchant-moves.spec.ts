import { randomBytes } from 'node:crypto';
import { SYSTEM } from '@turnpike/audit';
import { type Env, parseEnv } from '@turnpike/config';
import { exportMerchant } from '../../apps/operator/src/archive/export-merchant.js';
import { importMerchant } from '../../apps/operator/src/archive/import-merchant.js';
import { Browser, linkFor } from '../support/browser.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { paidMerchant } from '../support/paid-merchant.js';
import { OPENS_AT, SandboxShop } from '../support/sandbox-shop.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

type OpenEnv = Env & { readonly databaseUrl: string };

const ring = (): string => `1:${randomBytes(32).toString('base64')}`;
const keys = { MASTER_KEYS: ring(), INVOICE_KEYS: ring(), SEAL_KEYS: ring() };
let shop: SandboxShop;
let database: TestDatabase;
let home: ListeningApi;

beforeAll(async () => {
  shop = await SandboxShop.open({
    ...keys,
    SIGN_UP: 'l402',
    OPERATOR_MERCHANT: '1:test',
    RATE_LIMIT_SIGN_IN: '0',
  });
  database = await createTestDatabase();
  const variables = apiVariables(database.url, { ...keys, RATE_LIMIT_SIGN_IN: '0' });
  home = await ListeningApi.start(variables, OPENS_AT);
});

afterAll(async () => {
  await shop.close();
  await home.stop();
  await database.drop();
});

async function move(merchantId: number): Promise<void> {
  let text = '';
  const write = (piece: string): Promise<void> => {
    text += piece;
    return Promise.resolve();
  };
  await exportMerchant(shop.api.env as OpenEnv, merchantId, write, new AbortController().signal);
  async function* chunks(): AsyncGenerator<string> {
    yield await Promise.resolve(text);
  }
  const env = parseEnv(apiVariables(database.url, keys)) as OpenEnv;
  await importMerchant(env, chunks, { secrets: false, tokens: false }, SYSTEM);
}

describe('a merchant that a payment made, and that nobody has claimed', () => {
  it('is where it was moved to still no one’s who has its address alone, and theirs who have its key', async () => {
    const { email, merchantId, apiKey } = await paidMerchant(shop, 'moved@paid.example');
    await move(merchantId);
    const token = await linkFor(home, email);
    const refused = await new Browser(home).call('POST', '/api/session', { token });
    expect(refused.body['error']).toBe('merchant_made_by_payment');
    const browser = new Browser(home);
    await browser.must(200, 'POST', '/api/session', { token, apiKey });
    expect(await browser.must(200, 'GET', '/api/session')).toMatchObject({ merchantId, role: 'owner' });
  });

  it('is not held back by the merchant that sold it, wherever that goes', async () => {
    const { merchantId, apiKey } = await paidMerchant(shop, 'later@paid.example');
    await move(shop.merchant.merchantId);
    await move(merchantId);
    expect((await home.call('GET', '/api/merchant/me', apiKey)).status).toBe(200);
  });
});
