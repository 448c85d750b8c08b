import { createHash, randomBytes } from 'node:crypto';
import { type Env, parseEnv } from '@turnpike/config';
import { SYSTEM } from '@turnpike/audit';
import { exportMerchant } from '../../apps/operator/src/archive/export-merchant.js';
import { importMerchant } from '../../apps/operator/src/archive/import-merchant.js';
import { ConnectableWallets } from '../support/connectable-wallets.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { OPENS_AT, type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

type OpenEnv = Env & { readonly databaseUrl: string };

const keys = Object.fromEntries(['MASTER_KEYS', 'INVOICE_KEYS', 'SEAL_KEYS'].map((name) => [name, ring()]));
const nothing = { secrets: false, tokens: false };
const never = new AbortController().signal;

let shop: SandboxShop;
let offer: PaidOffer;
let file: string;
const databases: TestDatabase[] = [];

function ring(): string {
  return `1:${randomBytes(32).toString('base64')}`;
}

/** The configuration of an instance on a database of its own, with the keys of the first unless others are named. */
async function another(more: Record<string, string> = {}): Promise<OpenEnv> {
  const database = await createTestDatabase();
  databases.push(database);
  return parseEnv(apiVariables(database.url, { ...keys, ...more })) as OpenEnv;
}

const bringIn = (env: OpenEnv, text = file, accepted = nothing) =>
  importMerchant(env, () => chunks(text), accepted, SYSTEM);

/** The text in pieces that end anywhere. */
async function* chunks(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 4_099) yield bytes.subarray(at, at + 4_099);
}

/** The file with its lines changed and its checksum made good again. */
function rewritten(change: (line: string) => string): string {
  const lines = file.trimEnd().split('\n');
  const end = JSON.parse(lines.pop() ?? '') as object;
  const body = lines.map((line) => `${change(line)}\n`).join('');
  const sha256 = createHash('sha256').update(body).digest('hex');
  return `${body}${JSON.stringify({ ...end, sha256 })}\n`;
}

async function call(env: OpenEnv, work: (api: ListeningApi) => Promise<void>): Promise<void> {
  const variables = apiVariables(env.databaseUrl, { ...keys, WALLET_ALLOW_NETWORKS: 'regtest' });
  const api = await ListeningApi.start(variables, OPENS_AT);
  try {
    await work(api);
  } finally {
    await api.stop();
  }
}

beforeAll(async () => {
  shop = await SandboxShop.open({ ...keys, WALLET_ALLOW_NETWORKS: 'regtest' });
  await new ConnectableWallets(shop).connect(shop.merchant.liveKey, 'till', { label: 'Till' });
  offer = await shop.paid({ resource: '/café?x="1"\\', maxUses: 3, metadata: { order: 'ø\u2028' } });
  expect((await shop.verify(offer, { requestId: 'first' })).valid).toBe(true);
  await shop.api.newMerchant();
  let text = '';
  const write = (piece: string): Promise<void> => {
    text += piece;
    return Promise.resolve();
  };
  const rows = await exportMerchant(shop.api.env as OpenEnv, shop.merchant.merchantId, write, never);
  expect(rows).toMatchObject({
    merchant: 1,
    api_key: 2,
    wallet_connection: 1,
    challenge: 1,
    challenge_use: 1,
  });
  file = text;
});
afterAll(async () => {
  await shop.close();
  for (const database of databases) await database.drop();
});

describe('a merchant that is moved', () => {
  it('sells on where it was brought in: its keys, settings, tokens, uses and wallets are there', async () => {
    const env = await another();
    const { rows } = await bringIn(env);
    expect(rows).toMatchObject({
      merchant: 1,
      api_key: 2,
      challenge: 1,
      challenge_use: 1,
      sandbox_invoice: 1,
    });
    await call(env, async (api) => {
      const { macaroon, preimage } = offer;
      const verify = (more: object) =>
        api.call('POST', '/api/l402/challenges/verify', shop.key, { macaroon, preimage, ...more });
      expect((await verify({ requestId: 'first' })).headers.get('x-idempotency-replayed')).toBe('true');
      expect((await verify({ requestId: 'second' })).body).toMatchObject({ valid: true, usesRemaining: 1 });
      const wallets = await api.call('GET', '/api/merchant/wallets', shop.merchant.liveKey);
      expect(wallets.body).toMatchObject({ wallets: [{ kind: 'scripted', label: 'Till', role: 'primary' }] });
      const list = await api.call('GET', `/api/l402/challenges/${offer.paymentHash}`, shop.key);
      expect(list.body).toMatchObject({ resource: '/café?x="1"\\', metadata: { order: 'ø\u2028' } });
      const log = await api.call('GET', '/api/merchant/audit', shop.key);
      expect(log.body).toMatchObject({ entries: [{ action: 'merchant.import' }] });
      const next = await api.newMerchant();
      expect(next.merchantId).toBeGreaterThan(shop.merchant.merchantId);
    });
  });

  it('is refused where anything of it exists, and nothing is changed by that', async () => {
    const env = await another();
    await bringIn(env);
    await expect(bringIn(env)).rejects.toThrow('exists here already');
    const sameAddress = await another();
    await call(sameAddress, async (api) => {
      await api.newMerchant();
    });
    await expect(bringIn(sameAddress)).rejects.toThrow('exists here already');
  });

  it('of which two bring in the same at once is brought in once', async () => {
    const env = await another();
    const outcomes = await Promise.allSettled([bringIn(env), bringIn(env)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a file of a merchant', () => {
  it('holds no key and no credential that can be read', () => {
    expect(file).not.toContain(shop.key);
    expect(file).not.toContain(shop.merchant.liveKey);
    expect(file).not.toContain('"till"');
    for (const one of Object.values(keys)) expect(file).not.toContain(one.slice(2));
  });

  it('that was cut off, altered or followed by more is refused, and nothing is left of it', async () => {
    const env = await another();
    const lines = file.split('\n');
    const last = lines.at(-2) ?? '';
    const damaged = [
      '',
      'x\n',
      file.slice(0, -20),
      lines.slice(0, -2).join('\n'),
      `${lines.slice(0, -2).join('\n')}\n`,
      file.replace('"price_sats": ', '"price_sats": 1'),
      `${file}${last}\n`,
      `${file}{"table":"merchant","row":{}}\n`,
      file.replace(lines[2] ?? '', 'x'.repeat(2_000_000)),
      rewritten((line) => line.replace('{"table":"challenge",', '{"table":"outbox",')),
      rewritten((line) => line.replace(/"created_at": "[^"]+"/, '"created_at": "soon"')),
      rewritten((line) => line.replace(/"name": "[^"]+"/, '"name": null')),
      rewritten((line) => line.replace('"order"', '"\\u0000"')),
    ];
    for (const text of damaged)
      await expect(bringIn(env, text)).rejects.toThrow(/damaged|no exported merchant/);
    await bringIn(env);
  });

  it('with rows of another merchant is refused', async () => {
    const env = await another();
    const other = String(shop.merchant.merchantId + 1);
    for (const table of [
      'api_key',
      'challenge',
      'challenge_ledger',
      'merchant_settings',
      'wallet_connection',
    ]) {
      const forged = rewritten((line) =>
        line.startsWith(`{"table":"${table}"`)
          ? line.replace(/"merchant_id": \d+/, `"merchant_id": ${other}`)
          : line,
      );
      if (forged === file) continue;
      await expect(bringIn(env, forged)).rejects.toThrow('not of merchant');
    }
    const use = rewritten((line) =>
      line.startsWith('{"table":"challenge_use"')
        ? line.replace(/"key": "[^"]+"/, '"key": "00000000-0000-4000-8000-000000000000"')
        : line,
    );
    await expect(bringIn(env, use)).rejects.toThrow('not of merchant');
  });

  it('of another version, with unknown tables or columns, or an impossible number is refused', async () => {
    const env = await another();
    const header = (from: string | RegExp, to: string): string => rewritten((line) => line.replace(from, to));
    await expect(bringIn(env, header('"version":1', '"version":2'))).rejects.toThrow('version 2');
    await expect(bringIn(env, header('"api_key":["id"', '"api_key":["id","x\\"y"'))).rejects.toThrow(
      'update first',
    );
    await expect(bringIn(env, header('"tables":{', '"tables":{"pg_class":[],'))).rejects.toThrow(
      'update first',
    );
    const huge = header(/"merchantId":\d+/, '"merchantId":2147483647');
    await expect(bringIn(env, huge)).rejects.toThrow('damaged');
  });

  it('whose wallets do not open here is refused, or brought in without them', async () => {
    const env = await another({ SEAL_KEYS: ring() });
    await expect(bringIn(env)).rejects.toThrow('--without-secrets');
    const { rows } = await bringIn(env, file, { secrets: true, tokens: false });
    expect(rows).toMatchObject({ merchant: 1, challenge: 1 });
    expect(rows).not.toHaveProperty('wallet_connection');
  });

  it('whose tokens do not verify here is refused, unless they are given up', async () => {
    const env = await another({ MASTER_KEYS: ring() });
    jest.useFakeTimers({
      now: OPENS_AT,
      doNotFake: ['setTimeout', 'setInterval', 'setImmediate', 'nextTick'],
    });
    try {
      await expect(bringIn(env)).rejects.toThrow('--accept-lost-tokens');
      await bringIn(env, file, { secrets: false, tokens: true });
    } finally {
      jest.useRealTimers();
    }
  });

  it('is not begun for a merchant that does not exist', async () => {
    let written = '';
    const write = (piece: string): Promise<void> => {
      written += piece;
      return Promise.resolve();
    };
    await expect(exportMerchant(shop.api.env as OpenEnv, 999_999, write, never)).rejects.toThrow('not found');
    expect(written).toBe('');
  });
});
