import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
} from '@turnpike/wallets';

import { type ConnectableWallet, ConnectableWallets } from '../support/connectable-wallets.js';
import { type HttpReply, type ListeningMerchant } from '../support/listening-api.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const PATH = ConnectableWallets.path;
const NO_WALLET = `wal_${'0'.repeat(32)}`;
const CONNECTIONS_MAX = 50;
let shop: SandboxShop;
let wallets: ConnectableWallets;
let merchant: ListeningMerchant;
let key: string;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({ WALLET_ALLOW_NETWORKS: 'regtest' });
  wallets = new ConnectableWallets(shop);
});

afterAll(() => shop.close());

beforeEach(async () => {
  merchant = await shop.api.newMerchant();
  key = merchant.liveKey;
});

const post = (body: object, by = key) => shop.post(PATH, body, {}, by);

/** Asks to connect a wallet that fails in some way. */
function failing(change: (wallet: ConnectableWallet) => void, more: object = {}): Promise<HttpReply> {
  made += 1;
  const name = `failing-${made}`;
  change(wallets.named(name));
  return wallets.post(key, name, more);
}

/** One call of each route that names a wallet or changes one. */
const everyWrite = (id: string, by: string): Promise<HttpReply>[] => [
  ...everyCallOn(id, by),
  post({ kind: 'scripted', credentials: { name: 'x' } }, by),
  shop.api.call('PUT', '/api/merchant/payment-provider', by, { provider: 'scripted' }),
  shop.api.call('PUT', '/api/merchant/opennode-key', by, { openNodeApiKey: 'k' }),
  shop.api.call('PUT', '/api/merchant/nwc-connection', by, { nwcConnectionString: 'n' }),
];

const everyCallOn = (id: string, by: string): Promise<HttpReply>[] => [
  shop.post(`${PATH}/${id}/check`, undefined, {}, by),
  shop.api.call('PATCH', `${PATH}/${id}`, by, { label: 'theirs', role: 'primary' }),
  shop.api.call('DELETE', `${PATH}/${id}`, by),
];

describe('connecting a wallet: what its probe ends in', () => {
  const probes: [number, string, string, (wallet: ConnectableWallet) => void][] = [
    [
      400,
      'wallet_credentials_invalid',
      'a key that it refuses',
      (w) => (w.checkFailure = new CredentialInvalid()),
    ],
    [
      400,
      'wallet_credentials_invalid',
      'another certificate',
      (w) => (w.checkFailure = new CredentialInvalid('certificate')),
    ],
    [
      400,
      'address_refused',
      'an address that leads inside',
      (w) => (w.checkFailure = new CredentialInvalid('address')),
    ],
    [400, 'wallet_can_spend', 'a right to spend', (w) => (w.excess = ['pay_invoice', 'sweep'])],
    [400, 'wallet_network_mismatch', 'another network', (w) => (w.network = 'testnet')],
    [
      400,
      'wallet_network_mismatch',
      'invoices for another network',
      (w) => (w.change = { network: 'testnet' }),
    ],
    [
      400,
      'validation_failed',
      'no invoice as we need it',
      (w) => w.failures.push(new Rejected('description')),
    ],
    [502, 'wallet_invalid_invoice', 'another amount', (w) => (w.change = { amountMsat: 1_001n })],
    [502, 'wallet_invalid_invoice', 'nonsense', (w) => (w.checkFailure = new ProtocolViolation('form'))],
    [503, 'wallet_unavailable', 'no answer', (w) => (w.checkFailure = new Unavailable(7))],
    [503, 'wallet_unavailable', 'no answer to a creation', (w) => w.failures.push(new UnknownOutcome())],
    [
      503,
      'wallet_unavailable',
      'an error that is none of a wallet’s',
      (w) => (w.checkFailure = new TypeError('inner')),
    ],
    [503, 'wallet_rate_limited', 'a limit', (w) => (w.checkFailure = new RateLimited(9))],
  ];

  it.each(probes)('%i %s for %s; nothing is stored', async (status, slug, _what, change) => {
    const reply = await failing(change);
    expect([reply.status, reply.body['error']]).toEqual([status, slug]);
    expect(reply.text).not.toContain('inner');
    expect(reply.headers.has('retry-after')).toBe(status === 503);
    expect(await wallets.list(key)).toEqual([]);
  });

  it('names the rights and the network', async () => {
    expect((await failing((w) => (w.excess = ['a', 'b']))).body['permissions']).toEqual(['a', 'b']);
    expect((await failing((w) => (w.network = 'testnet'))).body['network']).toBe('testnet');
    expect((await failing((w) => (w.change = { network: 'signet' }))).body['network']).toBe('signet');
    const unread = await failing((w) => (w.checkFailure = new ProtocolViolation('network')));
    expect([unread.body['error'], unread.body['network']]).toEqual(['wallet_network_mismatch', null]);
  });

  it('takes a wallet that makes no invoice as small as the probe’s, with a warning', async () => {
    const { status, body } = await failing((w) => w.failures.push(new Rejected('amount')));
    expect([status, body['warnings']]).toEqual([201, ['minimum_above_one_sat']]);
  });

  it('leaves the primary wallet its role when another one fails', async () => {
    await wallets.connect(key, 'good', { label: 'good' });
    await failing((w) => (w.checkFailure = new CredentialInvalid()));
    expect(await wallets.roles(key)).toEqual({ good: 'primary' });
  });

  it('refuses one wallet too many and leaves the primary wallet its role', async () => {
    await wallets.connect(key, 'good', { label: 'good' });
    await shop.pool.query({
      text: `INSERT INTO wallet_connection (id, merchant_id, kind, sealed_credentials, created_at)
        SELECT 'wal_' || md5(n::text || $1::int4::text), $1::int4, 'scripted', '\\x00', $3 FROM generate_series(2, $2::int4) n`,
      values: [merchant.merchantId, CONNECTIONS_MAX, shop.api.clock.now()],
    });
    const { status, body } = await wallets.post(key, 'good');
    expect([status, body['error']]).toEqual([400, 'validation_failed']);
    expect((await wallets.list(key))[0]).toMatchObject({ label: 'good', role: 'primary' });
  });
});

describe('400 for what was sent', () => {
  it.each([
    ['kind', {}],
    ['kind', { kind: 'sandbox' }],
    ['kind', { kind: 'constructor' }],
    ['kind', { kind: 'x'.repeat(41) }],
    ['kind', { kind: 5 }],
    ['label', { label: '' }],
    ['label', { label: 'x'.repeat(101) }],
    ['credentials', { credentials: null }],
    ['credentials', { credentials: 'a' }],
    ['credentials', { credentials: ['a'] }],
    ['role', { role: 'main' }],
    ['acceptSpendRisk', { acceptSpendRisk: 'yes' }],
    ['credentials.apiKey', { kind: 'strike', credentials: {} }],
    ['credentials.apiKey', { kind: 'strike', credentials: { apiKey: ['a'] } }],
    ['credentials.password', { kind: 'phoenixd', credentials: { url: 'https://node.example' } }],
    ['credentials.url', { kind: 'phoenixd', credentials: { url: 'ftp://node.example', password: 'p' } }],
  ])('names %s of %j', async (member, change) => {
    const body = { kind: 'scripted', credentials: { name: 'x' }, ...change };
    if (!('kind' in change) && member === 'kind') Reflect.deleteProperty(body, 'kind');
    const reply = await post(body);
    expect([reply.status, reply.body['error']]).toEqual([400, 'validation_failed']);
    expect(Object.keys(reply.body['errors'] as object)).toEqual([member]);
  });

  it.each([
    'http://10.0.0.1:9740',
    'https://127.0.0.1',
    'https://node.example:5432',
    'https://169.254.169.254',
  ])('does not call %s', async (url) => {
    const { status, body } = await post({ kind: 'phoenixd', credentials: { url, password: 'p' } });
    expect([status, body['error'], body['field']]).toEqual([400, 'address_refused', 'credentials.url']);
  });
});

describe('who is refused', () => {
  it('a test key: the list is empty and every write says that test mode has the sandbox', async () => {
    const { id } = await wallets.connect(key, 'mine', { label: 'mine' });
    expect((await shop.get(PATH, merchant.testKey)).body).toEqual({ wallets: [], alerts: [] });
    for (const reply of await Promise.all(everyWrite(id, merchant.testKey))) {
      const { status, body } = reply;
      expect({ status, body }).toMatchObject({
        status: 400,
        body: { error: 'validation_failed', errors: { mode: [expect.stringContaining('sandbox')] } },
      });
    }
    expect(await wallets.roles(key)).toEqual({ mine: 'primary' });
  });

  it('a key without the scope, and no key', async () => {
    const { body } = await shop.post('/api/merchant/api-keys', {}, {}, key);
    const narrow = String(body['key']);
    for (const reply of await Promise.all([...everyWrite(NO_WALLET, narrow), shop.get(PATH, narrow)]))
      expect([reply.status, reply.body['required_scope']]).toEqual([403, 'merchant:admin']);
    expect((await shop.get(PATH, null)).status).toBe(401);
  });

  it('another merchant, for whom the wallet does not exist', async () => {
    const { id } = await wallets.connect(key, 'mine', { label: 'mine' });
    const stranger = await shop.api.newMerchant();
    for (const one of [id, NO_WALLET, 'x', '..%2F', encodeURIComponent("' OR 1=1")]) {
      for (const reply of await Promise.all(everyCallOn(one, stranger.liveKey)))
        expect([reply.status, reply.body['error']]).toEqual([404, 'not_found']);
    }
    expect(await wallets.roles(key)).toEqual({ mine: 'primary' });
  });
});
