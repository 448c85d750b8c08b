import { randomBytes } from 'node:crypto';

import { apiVariables, ListeningApi, type ListeningMerchant } from '../support/listening-api.js';
import { OPENS_AT } from '../support/sandbox-shop.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const KID_AT = 13 + 34;
const masterKey = (kid: number): string => `${kid}:${randomBytes(32).toString('base64')}`;
const OLD = masterKey(1);
const NEW = masterKey(2);
const TERMS = { resource: '/r', priceSats: 5 };
const UNDER = { 'x-idempotency-key': 'order' };

let database: TestDatabase;
let variables: Record<string, string>;
let merchant: ListeningMerchant;
let sold: { readonly text: string; readonly macaroon: unknown; readonly preimage: unknown };

/** Does something with an instance of its own on the one database, started with these master keys. */
async function withKeys<T>(masterKeys: string, work: (api: ListeningApi) => Promise<T>): Promise<T> {
  const api = await ListeningApi.start({ ...variables, MASTER_KEYS: masterKeys }, OPENS_AT);
  try {
    return await work(api);
  } finally {
    await api.stop();
  }
}

const post = (api: ListeningApi, path: string, body: object, headers = {}) =>
  api.call('POST', path, merchant.testKey, body, headers);
const verify = async (api: ListeningApi) => {
  const { macaroon, preimage } = sold;
  return (await post(api, '/api/l402/challenges/verify', { macaroon, preimage })).body;
};
const kidOf = (macaroon: unknown) => Buffer.from(String(macaroon), 'base64')[KID_AT];

beforeAll(async () => {
  database = await createTestDatabase();
  variables = apiVariables(database.url);
  sold = await withKeys(OLD, async (api) => {
    merchant = await api.newMerchant();
    const { text, body } = await post(api, '/api/l402/challenges', TERMS, UNDER);
    const receipt = await post(api, '/api/sandbox/pay', { invoice: body['invoice'] });
    return { text, macaroon: body['macaroon'], preimage: receipt.body['preimage'] };
  });
});

afterAll(() => database.drop());

describe('a token sold before a restart', () => {
  it('is good after it', async () => {
    expect(await withKeys(OLD, verify)).toMatchObject({ valid: true });
  });

  it('is good while its master key is kept beside a new one, which mints', async () => {
    await withKeys(`${NEW},${OLD}`, async (api) => {
      expect(await verify(api)).toMatchObject({ valid: true });
      const fresh = await post(api, '/api/l402/challenges', TERMS);
      expect([kidOf(sold.macaroon), kidOf(fresh.body['macaroon'])]).toEqual([1, 2]);
      const again = await post(api, '/api/l402/challenges', TERMS, UNDER);
      expect([again.text, again.headers.get('x-idempotency-replayed')]).toEqual([sold.text, 'true']);
    });
  });

  it('is as good as forged without it, or under another key of its number', async () => {
    for (const keys of [NEW, masterKey(1)]) {
      expect(await withKeys(keys, verify)).toMatchObject({ valid: false, reason: 'invalid_signature' });
    }
  });
});
