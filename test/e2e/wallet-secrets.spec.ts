import { randomBytes } from 'node:crypto';

import { ConnectableWallets } from '../support/connectable-wallets.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { noticingKinds, NoticingWallets } from '../support/noticing-wallets.js';
import { OPENS_AT } from '../support/sandbox-shop.js';
import { standInForKinds } from '../support/stand-in-kinds.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const PATH = ConnectableWallets.path;
const hex = () => randomBytes(32).toString('hex');
const within = 'https://10.0.0.1:8080';

/** Credentials of kinds whose wallet cannot be reached from here. */
const unreachable: Readonly<Record<string, object>> = {
  lnd: { url: within, macaroon: hex() + hex() },
  cln: { url: within, rune: hex() },
  eclair: { url: within, password: hex() },
  phoenixd: { url: within, password: hex(), webhookSecret: hex() },
  nwc: { connectionString: `nostr+walletconnect://${hex()}?relay=wss://10.0.0.1&secret=${hex()}` },
  lnurl: { address: `${hex()}@10.0.0.1` },
  cashu: { mintUrl: within, pubkey: `02${hex()}` },
};

const lines: string[] = [];
const answers: string[] = [];
const secrets = new Set<string>();
let database: TestDatabase;
let api: ListeningApi;
let emulated: NoticingWallets;
let endStandIns: () => Promise<void>;
let key = '';

beforeAll(async () => {
  database = await createTestDatabase();
  const variables = apiVariables(database.url, {
    PUBLIC_URL: 'https://pay.example.test',
    WALLET_ALLOW_NETWORKS: 'regtest',
    ADDRESS_ALLOW: '127.0.0.1',
    RATE_LIMIT_WRITE: '0',
  });
  api = await ListeningApi.start(variables, OPENS_AT, lines);
  emulated = await NoticingWallets.start(api);
  endStandIns = standInForKinds(api, emulated.standIns);
  key = (await api.newMerchant()).liveKey;
});

afterAll(async () => {
  await endStandIns();
  await api.stop();
  await emulated.stop();
  await database.drop();
});

afterEach(() => {
  const told = answers.join('\n') + lines.join('\n');
  for (const secret of secrets) {
    expect({ secret, leaked: told.includes(secret) }).toEqual({ secret, leaked: false });
    expect(told).not.toContain(secret.slice(0, 40));
  }
});

async function call(method: string, path: string, body?: unknown) {
  const reply = await api.call(method, path, key, body);
  answers.push(reply.text, JSON.stringify(Object.fromEntries(reply.headers)));
  return reply;
}

/** What is secret in credentials: all but addresses and public keys. */
function learn(credentials: object): void {
  for (const [name, value] of Object.entries(credentials)) {
    if (name === 'url' || name === 'mintUrl' || name === 'pubkey' || name === 'address') continue;
    secrets.add(/secret=(\w+)/.exec(String(value))?.[1] ?? String(value));
  }
}

describe('no credential of a wallet is in an answer or in the log', () => {
  it.each(Object.entries(unreachable))('when a %s is refused', async (kind, credentials) => {
    learn(credentials);
    expect((await call('POST', PATH, { kind, credentials })).status).toBe(400);
    expect((await call('POST', PATH, { kind: 'none', credentials })).status).toBe(400);
    expect((await call('POST', PATH, { kind: 'strike', credentials, label: 5 })).status).toBe(400);
    for (const [name, value] of Object.entries(credentials)) {
      const spoiled = { ...credentials, [name]: { [String(value)]: value } };
      expect((await call('POST', PATH, { kind, credentials: spoiled })).status).toBe(400);
    }
  });

  it.each(noticingKinds)('when a %s is connected, used, failing and removed', async (kind) => {
    const { credentials, faults } = emulated.of[kind];
    learn(credentials);
    api.clock.advanceSeconds(600);
    const { body } = await call('POST', PATH, { kind, credentials });
    expect(body['kind']).toBe(kind);
    expect(Object.keys(body).sort()).toEqual([
      'health',
      'id',
      'kind',
      'label',
      'lastCheckedAt',
      'network',
      'role',
      'warnings',
    ]);
    await call('GET', PATH);
    await call('GET', '/api/merchant/me');
    const mint = () => call('POST', '/api/l402/challenges', { resource: '/r', priceSats: 5 });
    expect((await mint()).status).toBe(200);
    for (const fault of ['revoked', 'garbage', 'reset', 'rateLimited'] as const) {
      faults[fault] = true;
      await mint();
      expect((await call('POST', `${PATH}/${String(body['id'])}/check`)).status).toBe(200);
      await call('POST', PATH, { kind, credentials });
      faults.clear();
    }
    await call('PATCH', `${PATH}/${String(body['id'])}`, { role: null });
    expect((await call('DELETE', `${PATH}/${String(body['id'])}`)).status).toBe(204);
  });

  it('when the routes of published clients are used', async () => {
    const openNodeApiKey = hex();
    const secret = hex();
    secrets.add(openNodeApiKey).add(secret);
    expect((await call('PUT', '/api/merchant/opennode-key', { openNodeApiKey })).status).toBe(400);
    const nwcConnectionString = `nostr+walletconnect://${hex()}?relay=wss://10.0.0.1&secret=${secret}`;
    expect((await call('PUT', '/api/merchant/nwc-connection', { nwcConnectionString })).status).toBe(400);
    expect(
      (await call('PUT', '/api/merchant/nwc-connection', { nwcConnectionString: `x${secret}` })).status,
    ).toBe(400);
  });
});
