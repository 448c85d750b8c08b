import { ConnectableWallets, type ShownWallet } from '../support/connectable-wallets.js';
import { type ListeningMerchant } from '../support/listening-api.js';
import { NoticingWallets } from '../support/noticing-wallets.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { standInForKinds } from '../support/stand-in-kinds.js';

const ADMIN_KEY = 'operator-key-0123456789';
const BAD_SECRET = "The 'secret' parameter must be 64 hex characters.";
let shop: SandboxShop;
let wallets: ConnectableWallets;
let emulated: NoticingWallets;
let endStandIns: () => Promise<void>;
let merchant: ListeningMerchant;
let key: string;

beforeAll(async () => {
  shop = await SandboxShop.open({
    ADMIN_API_KEY: ADMIN_KEY,
    RATE_LIMIT_ADMIN: '0',
    WALLET_ALLOW_NETWORKS: 'regtest',
  });
  wallets = new ConnectableWallets(shop);
  emulated = await NoticingWallets.start(shop.api);
  endStandIns = standInForKinds(shop.api, emulated.standIns);
});

afterAll(async () => {
  await endStandIns();
  await shop.close();
  await emulated.stop();
});

beforeEach(async () => {
  // All merchants here have one account at OpenNode, whose calls are counted together.
  shop.api.clock.advanceSeconds(120);
  merchant = await shop.api.newMerchant();
  key = merchant.liveKey;
});

const put = (path: string, body: object) => shop.api.call('PUT', `/api/merchant/${path}`, key, body);
const apiKey = () => (emulated.of.opennode.credentials as { apiKey: string }).apiKey;
const putOpenNode = (openNodeApiKey = apiKey()) => put('opennode-key', { openNodeApiKey });
const kinds = async () => (await wallets.list(key)).map(({ kind, role }) => [kind, role]);

describe('PUT /api/merchant/opennode-key', () => {
  it('connects the account as the primary wallet', async () => {
    const reply = await putOpenNode();
    expect([reply.status, reply.body]).toEqual([200, { success: true }]);
    expect(await kinds()).toEqual([['opennode', 'primary']]);
    expect((await shop.mint({}, {}, key)).status).toBe(200);
  });

  it('sent again makes no second wallet but gives the first its role back, without a probe', async () => {
    await putOpenNode();
    await wallets.connect(key, 'other');
    expect(await kinds()).toEqual([
      ['scripted', 'primary'],
      ['opennode', null],
    ]);
    emulated.of.opennode.faults.revoked = true;
    expect((await putOpenNode()).body).toEqual({ success: true });
    emulated.of.opennode.faults.clear();
    expect(await kinds()).toEqual([
      ['opennode', 'primary'],
      ['scripted', null],
    ]);
  });

  it('sent by many at a time makes one wallet', async () => {
    const replies = await Promise.all(Array.from({ length: 3 }, () => putOpenNode()));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await kinds()).toEqual([['opennode', 'primary']]);
  });

  it('knows the same key with blanks around it, and no other merchant’s wallet with it', async () => {
    await putOpenNode();
    expect((await putOpenNode(` ${apiKey()} `)).status).toBe(200);
    expect(await kinds()).toEqual([['opennode', 'primary']]);
    key = (await shop.api.newMerchant()).liveKey;
    expect(await kinds()).toEqual([]);
    expect((await putOpenNode()).status).toBe(200);
    expect(await kinds()).toEqual([['opennode', 'primary']]);
  });

  it('with another key makes another wallet, once that key is good', async () => {
    await putOpenNode();
    const { status, body } = await putOpenNode('another-key-that-nobody-made');
    expect([status, body['error']]).toEqual([400, 'wallet_credentials_invalid']);
    expect(await kinds()).toEqual([['opennode', 'primary']]);
  });

  it('refuses a key that is shown withdrawals, unless that is accepted', async () => {
    emulated.openNode.permission = 'read';
    const openNodeApiKey = apiKey();
    const { status, body } = await put('opennode-key', { openNodeApiKey, acceptSpendRisk: null });
    expect([status, body['error'], body['permissions']]).toEqual([400, 'wallet_can_spend', ['withdrawals']]);
    expect(await kinds()).toEqual([]);
    const accepted = await put('opennode-key', { openNodeApiKey, acceptSpendRisk: true });
    emulated.openNode.permission = 'invoice';
    expect([accepted.status, accepted.body]).toEqual([200, { success: true }]);
    expect(await wallets.list(key)).toMatchObject([
      { kind: 'opennode', role: 'primary', warnings: ['can_spend:withdrawals'] },
    ]);
  });

  it('names the member that was sent when there are too many wallets', async () => {
    await shop.pool.query({
      text: `INSERT INTO wallet_connection (id, merchant_id, kind, sealed_credentials, created_at)
        SELECT 'wal_' || md5(n::text || $1::int4::text), $1::int4, 'scripted', '\\x00', $2 FROM generate_series(1, 50) n`,
      values: [merchant.merchantId, shop.api.clock.now()],
    });
    const { status, body } = await putOpenNode();
    expect([status, Object.keys(body['errors'] as object)]).toEqual([400, ['openNodeApiKey']]);
  });

  it('looks past connections that do not open any more', async () => {
    await putOpenNode();
    await shop.pool.query({
      text: `UPDATE wallet_connection SET sealed_credentials = '\\x00' WHERE merchant_id = $1`,
      values: [merchant.merchantId],
    });
    expect((await putOpenNode()).status).toBe(200);
    expect(await kinds()).toEqual([
      ['opennode', 'primary'],
      ['opennode', null],
    ]);
  });

  it('takes no other word than true or false for the risk', async () => {
    const { status, body } = await put('opennode-key', { openNodeApiKey: 'k', acceptSpendRisk: 'yes' });
    expect([status, Object.keys(body['errors'] as object)]).toEqual([400, ['acceptSpendRisk']]);
  });

  it.each([[{}], [{ openNodeApiKey: '' }], [{ openNodeApiKey: 5 }], [{ openNodeApiKey: 'a b' }]])(
    'names the member in %j',
    async (body) => {
      const reply = await put('opennode-key', body);
      expect([reply.status, Object.keys(reply.body['errors'] as object)]).toEqual([400, ['openNodeApiKey']]);
    },
  );
});

describe('PUT /api/merchant/nwc-connection', () => {
  const string = (secret: string, relay = 'wss://relay.example') =>
    `nostr+walletconnect://${'ab'.repeat(32)}?relay=${encodeURIComponent(relay)}&secret=${secret}`;

  it.each(['', 'short', 'g'.repeat(64), 'a'.repeat(63), 'a'.repeat(65)])(
    'says in the words that clients know that the secret %j is none',
    async (secret) => {
      const reply = await put('nwc-connection', { nwcConnectionString: string(secret) });
      expect([reply.status, reply.body['message']]).toEqual([400, BAD_SECRET]);
      expect(reply.body['errors']).toEqual({ nwcConnectionString: [BAD_SECRET] });
    },
  );

  it('does not call relays within, and names the member', async () => {
    const nwcConnectionString = string('a'.repeat(64), 'wss://127.0.0.1:7000');
    const { status, body } = await put('nwc-connection', { nwcConnectionString });
    expect([status, body['error'], body['field']]).toEqual([400, 'address_refused', 'nwcConnectionString']);
  });

  it.each([
    [{}],
    [{ nwcConnectionString: 'x' }],
    [{ nwcConnectionString: string('a'.repeat(64)), acceptSpendRisk: 1 }],
  ])('refuses %j', async (body) => {
    expect((await put('nwc-connection', body)).body['error']).toBe('validation_failed');
  });
});

describe('PUT /api/merchant/payment-provider', () => {
  it('makes the newest wallet of the kind the primary one', async () => {
    const made: ShownWallet[] = [];
    for (const label of ['old', 'new']) {
      shop.api.clock.advanceSeconds(1);
      made.push(await wallets.connect(key, label, { label, role: null }));
    }
    await putOpenNode();
    expect((await put('payment-provider', { provider: 'scripted' })).body).toEqual({ success: true });
    expect((await wallets.list(key))[0]?.id).toBe(made[1]?.id);
    expect((await put('payment-provider', { provider: 'opennode' })).status).toBe(200);
    expect((await kinds())[0]).toEqual(['opennode', 'primary']);
  });

  it('says that there is no such wallet, or no such kind', async () => {
    const none = await put('payment-provider', { provider: 'strike' });
    expect([none.status, none.body['error']]).toEqual([409, 'wallet_not_configured']);
    for (const provider of ['sandbox', 'paypal', '', 5]) {
      const { status, body } = await put('payment-provider', { provider });
      expect([status, Object.keys(body['errors'] as object)]).toEqual([400, ['provider']]);
    }
  });
});

describe('what is set up', () => {
  const me = async (by: string) => {
    const { body } = await shop.get('/api/merchant/me', by);
    const { hasOpenNodeKey, hasStrikeKey, hasNwcConnection, hasPaymentProviderKey } = body[
      'onboarding'
    ] as Record<string, unknown>;
    return [body['paymentProvider'], hasOpenNodeKey, hasStrikeKey, hasNwcConnection, hasPaymentProviderKey];
  };
  const hasWallet = async () =>
    (await shop.get(`/api/admin/merchants/${merchant.merchantId}`, ADMIN_KEY)).body['hasWallet'];

  it('is told to the merchant, whatever the mode of the key, and to the operator', async () => {
    expect([await me(key), await hasWallet()]).toEqual([[null, false, false, false, false], false]);
    await putOpenNode();
    for (const by of [key, merchant.testKey])
      expect(await me(by)).toEqual(['opennode', true, false, false, true]);
    const { credentials } = emulated.of.strike;
    const body = { kind: 'strike', credentials, role: 'fallback' };
    expect((await shop.post(ConnectableWallets.path, body, {}, key)).status).toBe(201);
    expect(await me(key)).toEqual(['opennode', true, true, false, true]);
    const [primary] = await wallets.list(key);
    await shop.api.call('PATCH', `${ConnectableWallets.path}/${primary?.id ?? ''}`, key, { role: null });
    expect([await me(key), await hasWallet()]).toEqual([[null, true, true, false, false], true]);
  });
});
