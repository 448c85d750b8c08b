import { createHash, randomBytes } from 'node:crypto';
import { SYSTEM } from '@turnpike/audit';
import { type Env, parseEnv } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { exportMerchant } from '../../apps/operator/src/archive/export-merchant.js';
import { importMerchant } from '../../apps/operator/src/archive/import-merchant.js';
import { apiVariables } from '../support/listening-api.js';
import { type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

type OpenEnv = Env & { readonly databaseUrl: string };

const keys = Object.fromEntries(
  ['MASTER_KEYS', 'INVOICE_KEYS', 'SEAL_KEYS'].map((name) => [
    name,
    `1:${randomBytes(32).toString('base64')}`,
  ]),
);

let shop: SandboxShop;
let plan: PaidOffer;
let account: PaidOffer;
let file: string;
let database: TestDatabase;
let pool: ColdPool;
let env: OpenEnv;

beforeAll(async () => {
  shop = await SandboxShop.open(keys);
  [plan, account] = [await shop.paid({ resource: 'plan' }), await shop.paid({ resource: 'account' })];
  await shop.pool.query({
    text: `INSERT INTO plan_purchase (payment_hash, merchant_id, plan_tier, amount_sats, period_end, purchased_at)
      VALUES (decode($1, 'hex'), 7, 'business', 5, now(), now()), (decode($2, 'hex'), 7, 'business', 5, now(), now())`,
    values: [plan.paymentHash, 'ab'.repeat(32)],
  });
  await shop.pool.query({
    text: `INSERT INTO paid_sign_up (payment_hash, email, merchant_id, live_key_id, test_key_id, created_at)
      VALUES (decode($1, 'hex'), 'a@example.com', 7, 'a', 'b', now())`,
    values: [account.paymentHash],
  });
  let text = '';
  const write = (piece: string): Promise<void> => {
    text += piece;
    return Promise.resolve();
  };
  const never = new AbortController().signal;
  const rows = await exportMerchant(shop.api.env as OpenEnv, shop.merchant.merchantId, write, never);
  expect(rows).toMatchObject({ plan_purchase: 1, paid_sign_up: 1 });
  file = text;
});
beforeEach(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 2);
  env = parseEnv(apiVariables(database.url, keys)) as OpenEnv;
});
afterEach(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});
afterAll(() => shop.close());

async function* chunks(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

const bringIn = (text = file, on = env) =>
  importMerchant(on, () => chunks(text), { secrets: false, tokens: false }, SYSTEM);
const rowsOf = async (text: string): Promise<object[]> => (await pool.query<object>({ text })).rows;

describe('what a merchant has sold for the instance', () => {
  it('moves with it, so that no payment buys twice, and belongs to nobody of the other instance', async () => {
    expect((await bringIn()).rows).toMatchObject({ plan_purchase: 1, paid_sign_up: 1 });
    const hash = `encode(payment_hash, 'hex') AS hash, merchant_id`;
    expect(await rowsOf(`SELECT ${hash} FROM plan_purchase`)).toEqual([
      { hash: plan.paymentHash, merchant_id: 2_147_483_647 },
    ]);
    expect(await rowsOf(`SELECT ${hash} FROM paid_sign_up`)).toEqual([
      { hash: account.paymentHash, merchant_id: 2_147_483_647 },
    ]);
  });

  it('cannot be claimed of challenges that others have sold', async () => {
    const lines = file.trimEnd().split('\n');
    const end = JSON.parse(lines.pop() ?? '') as object;
    const forged = lines.map((line) =>
      line.startsWith('{"table":"plan_purchase"') ? line.replace(plan.paymentHash, 'ab'.repeat(32)) : line,
    );
    const body = `${forged.join('\n')}\n`;
    const sha256 = createHash('sha256').update(body).digest('hex');
    await expect(bringIn(`${body}${JSON.stringify({ ...end, sha256 })}\n`)).rejects.toThrow(
      'not of merchant',
    );
  });
});

describe('a file that is not whole', () => {
  const cut = (): string => file.slice(0, -20);

  it('is found before the database is asked for anything', async () => {
    const nowhere = { ...env, databaseUrl: 'postgresql://127.0.0.1:1/none' };
    await expect(bringIn(cut(), nowhere)).rejects.toThrow('damaged');
  });

  it('passes no numbers of merchants', async () => {
    const numbers = 'SELECT last_value, is_called FROM merchant_id_seq';
    const before = await rowsOf(numbers);
    await expect(bringIn(cut())).rejects.toThrow('damaged');
    expect(await rowsOf(numbers)).toEqual(before);
  });

  it('is brought in by nobody where it changed after it was looked at', async () => {
    let reads = 0;
    const changing = () =>
      chunks((reads += 1) < 3 ? file : file.replace('"price_sats": ', '"price_sats": 1'));
    const accepted = { secrets: false, tokens: false };
    await expect(importMerchant(env, changing, accepted, SYSTEM)).rejects.toThrow('damaged');
    expect(await rowsOf('SELECT 1 FROM merchant')).toEqual([]);
  });
});
