import { randomBytes } from 'node:crypto';
import { HotPool } from '@turnpike/database';
import { EndpointRetired } from '@turnpike/problems';
import { RateLimitStore } from '@turnpike/redis';
import { ProviderRegistry, type NoticeHeaders, type WebhookNotice } from '@turnpike/wallets';

import { ConnectableWallet, ConnectableWallets } from '../support/connectable-wallets.js';
import { HeldTable } from '../support/held-table.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { noticingKinds } from '../support/noticing-wallets.js';
import { head, sendRaw } from '../support/raw-http.js';
import { OPENS_AT } from '../support/sandbox-shop.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const UNKNOWN_PER_ADDRESS_MAX = 300;
const PER_CONNECTION_MAX = 3_000;
const SENTINEL = 'a-secret-of-the-wallet';

/** A wallet whose notices are what a test says they are. */
class TellingWallet extends ConnectableWallet {
  reads: (raw: Uint8Array, headers: NoticeHeaders) => WebhookNotice | null = () => ({
    eventId: null,
    hints: [],
  });

  readWebhook(raw: Uint8Array, headers: NoticeHeaders): WebhookNotice | null {
    return this.reads(raw, headers);
  }
}

const lines: string[] = [];
const statuses = new Set<number>();
let database: TestDatabase;
let api: ListeningApi;
let pool: HotPool;
let wallet: TellingWallet;
let walletId = '';
let token = '';
let key = '';

beforeAll(async () => {
  database = await createTestDatabase();
  const variables = { WALLET_ALLOW_NETWORKS: 'regtest', RATE_LIMIT_WRITE: '0', LOG_LEVEL: 'silent' };
  api = await ListeningApi.start(apiVariables(database.url, variables), OPENS_AT, lines);
  pool = new HotPool(database.url, 1);
  wallet = new TellingWallet(api.clock);
  const registry = api.app.get(ProviderRegistry, { strict: false });
  const shipped = registry.find.bind(registry);
  registry.add('telling', () => wallet);
  jest.spyOn(registry, 'find').mockImplementation((kind) => shipped(kind === 'phoenixd' ? 'telling' : kind));
  key = (await api.newMerchant()).liveKey;
  const credentials = { password: SENTINEL };
  const made = await api.call('POST', ConnectableWallets.path, key, { kind: 'phoenixd', credentials });
  expect(made.status).toBe(201);
  walletId = String(made.body['id']);
  token = await tokenOf(walletId);
});

afterAll(async () => {
  await api.stop();
  await pool.onApplicationShutdown();
  await database.drop();
});

beforeEach(() => {
  // Each test has the limits of a minute of its own.
  api.clock.advanceSeconds(60);
  wallet.reads = () => ({ eventId: null, hints: [] });
});

afterEach(() => {
  expect([...statuses].filter((status) => status === 410 || status === 501)).toEqual([]);
});

async function tokenOf(walletId: string): Promise<string> {
  const { rows } = await pool.query<{ token: string }>({
    text: 'SELECT webhook_token AS token FROM wallet_connection WHERE id = $1',
    values: [walletId],
  });
  return rows[0]?.token ?? '';
}

async function post(path: string, body?: string | Buffer, headers: Record<string, string> = {}) {
  const reply = await api.call('POST', path, null, body, headers);
  statuses.add(reply.status);
  return reply;
}

const tell = (body: string | Buffer = '{}', headers: Record<string, string> = {}) =>
  post(`/webhooks/phoenixd/${token}`, body, headers);

describe('a token that is none', () => {
  it.each(noticingKinds)('is not found at /webhooks/%s, whatever it looks like', async (kind) => {
    const unknown = randomBytes(16).toString('hex');
    for (const one of [
      unknown,
      'x',
      token.toUpperCase(),
      `${token}0`,
      `${token}%20`,
      '%27%20OR%201=1',
      '..%2Fphoenixd',
    ]) {
      const { status, body } = await post(`/webhooks/${kind}/${one}`, '{}');
      expect([status, body['error']]).toEqual([404, 'not_found']);
    }
  });

  it('is not looked up unless it could be one, and then so often from one address and no more', async () => {
    expect((await tell()).status).toBe(200);
    api.clock.advanceSeconds(60);
    const find = jest.spyOn(HotPool.prototype, 'query');
    const asked = () => find.mock.calls.filter(([{ name }]) => name === 'wallet-connection-by-token').length;
    expect((await post('/webhooks/strike/nonsense', '{}')).status).toBe(404);
    expect(asked()).toBe(0);
    const answers = new Map<number, number>();
    for (let i = 0; i < UNKNOWN_PER_ADDRESS_MAX + 5; i += 1) {
      const { status } = await post(`/webhooks/strike/${randomBytes(16).toString('hex')}`, '{}');
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
    expect(asked()).toBe(UNKNOWN_PER_ADDRESS_MAX);
    find.mockRestore();
    expect(Object.fromEntries(answers)).toEqual({ 404: UNKNOWN_PER_ADDRESS_MAX, 429: 5 });
    expect((await tell()).status).toBe(200);
  });

  it('does not have its body read', async () => {
    const request = head(
      `POST /webhooks/strike/${randomBytes(16).toString('hex')}`,
      'Content-Length: 1000000000',
    );
    expect((await sendRaw(api.baseUrl, request)).status).toBe(404);
  });
});

describe('a notice', () => {
  it('is given to the wallet byte for byte, with its headers', async () => {
    const seen: { raw: Buffer; headers: NoticeHeaders }[] = [];
    wallet.reads = (raw, headers) => {
      seen.push({ raw: Buffer.from(raw), headers });
      return null;
    };
    const every = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    for (const body of [every, Buffer.from('{"a":"\\u00e9\\/"}\r\n '), Buffer.from('__proto__=1&a=%00')])
      expect((await tell(body, { 'X-Signature': 'AbC' })).status).toBe(401);
    expect((await post(`/webhooks/phoenixd/${token}`)).status).toBe(401);
    expect(seen.map(({ raw }) => raw.length)).toEqual([256, 19, 17, 0]);
    expect(seen[0]?.raw.equals(every)).toBe(true);
    expect(seen[0]?.headers['x-signature']).toBe('AbC');
  });

  it('is taken up to 64 KiB', async () => {
    expect((await tell(Buffer.alloc(65_536, 'x'))).status).toBe(200);
    const { status, body } = await tell(Buffer.alloc(65_537, 'x'));
    expect([status, body['error']]).toEqual([413, 'payload_too_large']);
  });

  it('may name more than there is, and other merchants’ invoices, to no effect', async () => {
    const hints = Array.from({ length: 5_000 }, (_, i) => ({ providerRef: `invoice-${i}' OR true --` }));
    wallet.reads = () => ({ eventId: 'x'.repeat(10_000), hints });
    expect((await tell()).status).toBe(200);
    expect((await tell()).status).toBe(200);
  });

  it('is counted for its connection, so that a flood ends in 429', async () => {
    expect((await tell()).status).toBe(200);
    const store = api.app.get(RateLimitStore, { strict: false });
    for (let i = 0; i < PER_CONNECTION_MAX; i += 1)
      await store.hit(`notice:${walletId}`, PER_CONNECTION_MAX, 60);
    const { status, headers } = await tell();
    expect([status, headers.has('retry-after')]).toEqual([429, true]);
  });

  it('comes by POST only', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const { status } = await api.send(method, `/webhooks/phoenixd/${token}`, null);
      statuses.add(status);
      expect(status).toBe(405);
    }
  });
});

describe('whatever goes wrong', () => {
  const gone = (statusCode: number) => Object.assign(new Error('inner'), { statusCode });
  it.each([
    ['a problem of 410', new EndpointRetired('/a'), 500],
    ['an error that says 410', gone(410), 400],
    ['an error that says 501', gone(501), 500],
    ['an error that says 200', gone(200), 500],
    ['an error of ours', new TypeError('inner'), 500],
  ])('%s is answered with what does not end the notices', async (_what, error, expected) => {
    wallet.reads = () => {
      throw error;
    };
    const { status, text } = await tell();
    expect(status).toBe(expected);
    expect(text).not.toContain('inner');
  });

  it('in the database, before or after the signature was read, is 503', async () => {
    for (const table of ['wallet_connection', 'wallet_notice']) {
      wallet.reads = () => ({ eventId: randomBytes(8).toString('hex'), hints: [] });
      const held = await HeldTable.hold(database.url, table);
      const asked = tell();
      await held.untilWaiting();
      await held.dropWaiting();
      const { status, headers } = await asked;
      expect([status, headers.has('retry-after')]).toEqual([503, true]);
      await held.release();
    }
    expect((await tell()).status).toBe(200);
  });

  it('a database that does not answer is not waited for: 503', async () => {
    const held = await HeldTable.hold(database.url, 'wallet_connection');
    expect((await tell()).status).toBe(503);
    await held.release();
  });

  it('credentials that do not open any more are 503, since they may again', async () => {
    const credentials = { password: SENTINEL };
    const made = await api.call('POST', ConnectableWallets.path, key, {
      kind: 'phoenixd',
      credentials,
      role: null,
    });
    await pool.query({
      text: `UPDATE wallet_connection SET sealed_credentials = '\\x00' WHERE id = $1`,
      values: [made.body['id']],
    });
    const other = await tokenOf(String(made.body['id']));
    expect((await post(`/webhooks/phoenixd/${other}`, '{}')).status).toBe(503);
  });

  it('leaves no token and no credential in the log', () => {
    const log = lines.join('');
    expect(log).toContain('/webhooks/phoenixd/:token');
    expect(log).not.toContain(token);
    expect(log).not.toContain(SENTINEL);
  });
});
