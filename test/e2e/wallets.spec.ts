import { type MerchantId } from '@turnpike/l402';
import { CredentialInvalid, Unavailable, WalletAlerts } from '@turnpike/wallets';

import { ConnectableWallets } from '../support/connectable-wallets.js';
import { type ListeningMerchant } from '../support/listening-api.js';
import { OPENS_AT, SandboxShop } from '../support/sandbox-shop.js';

const PATH = ConnectableWallets.path;
let shop: SandboxShop;
let wallets: ConnectableWallets;
let merchant: ListeningMerchant;
let key: string;

beforeAll(async () => {
  shop = await SandboxShop.open({ WALLET_ALLOW_NETWORKS: 'regtest' });
  wallets = new ConnectableWallets(shop);
});

afterAll(() => shop.close());

beforeEach(async () => {
  merchant = await shop.api.newMerchant();
  key = merchant.liveKey;
});

const check = (id: string) => shop.post(`${PATH}/${id}/check`, undefined, {}, key);
const patch = (id: string, body: object) => shop.api.call('PATCH', `${PATH}/${id}`, key, body);
const remove = (id: string) => shop.api.call('DELETE', `${PATH}/${id}`, key);

describe('POST /api/merchant/wallets: 201', () => {
  it('tries the wallet out with a real invoice over one satoshi and says what was found', async () => {
    const wallet = wallets.named('probed');
    const { status, body } = await wallets.post(key, 'probed', { label: 'Shop' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^wal_[0-9a-f]{32}$/),
      kind: 'scripted',
      label: 'Shop',
      role: 'primary',
      health: 'ok',
      network: 'regtest',
      warnings: [],
      lastCheckedAt: OPENS_AT.toISOString(),
    });
    expect(wallet.checks).toBe(1);
    expect(wallet.asked).toMatchObject([
      { amountMsat: 1_000n, expirySeconds: 120, description: 'Turnpike connection check' },
    ]);
    expect(wallet.lookedUp).toHaveLength(1);
  });

  it('makes the wallet the one that live mints are paid into', async () => {
    expect((await shop.mint({}, {}, key)).status).toBe(409);
    await wallets.connect(key, 'seller');
    expect((await shop.mint({ priceSats: 21 }, {}, key)).status).toBe(200);
    expect(wallets.named('seller').asked.at(-1)).toMatchObject({ amountMsat: 21_000n });
  });

  it.each([
    ['fallback', 'fallback'],
    [null, null],
    [undefined, 'primary'],
  ])('gives the role that is asked for: %j', async (role, given) => {
    expect((await wallets.connect(key, 'roles', role === undefined ? {} : { role })).role).toBe(given);
  });

  it('takes credentials that can spend if that is accepted, and says so for good', async () => {
    wallets.named('spender').excess = ['pay_invoice'];
    const shown = await wallets.connect(key, 'spender', { acceptSpendRisk: true });
    expect(shown['warnings']).toEqual(['can_spend:pay_invoice']);
    expect((await check(shown.id)).body['warnings']).toEqual(['can_spend:pay_invoice']);
    expect(
      await shop.count('wallet_connection WHERE id = $1 AND spend_accepted_at IS NOT NULL', [shown.id]),
    ).toBe(1);
  });

  it('keeps as a warning what the probe could not show', async () => {
    const unread = wallets.named('unread');
    unread.lookUpInvoices = async () => new Map();
    expect((await wallets.connect(key, 'unread'))['warnings']).toEqual(['look_up_unproven']);
  });
});

describe('GET /api/merchant/wallets', () => {
  it('gives the primary wallet first, then the fallback, then the newest', async () => {
    for (const [label, role] of [
      ['old', null],
      ['spare', 'fallback'],
      ['first', 'primary'],
      ['new', null],
    ] as const) {
      shop.api.clock.advanceSeconds(1);
      await wallets.connect(key, label, { label, role });
    }
    expect(Object.keys(await wallets.roles(key))).toEqual(['first', 'spare', 'new', 'old']);
  });

  it('gives what the merchant should look at, and nothing of another merchant', async () => {
    const { id } = await wallets.connect(key, 'alerted');
    const alerts = shop.api.app.get(WalletAlerts, { strict: false });
    alerts.raise(merchant.merchantId as MerchantId, id, 'new_payee');
    let shown: unknown[] = [];
    while (shown.length === 0) shown = (await shop.get(PATH, key)).body['alerts'] as unknown[];
    const at = shop.api.clock.now().toISOString();
    expect(shown).toEqual([
      { walletId: id, matter: 'new_payee', detail: expect.any(String), count: 1, firstAt: at, lastAt: at },
    ]);
    const stranger = await shop.api.newMerchant();
    expect((await shop.get(PATH, stranger.liveKey)).body).toEqual({ wallets: [], alerts: [] });
  });
});

describe('POST /api/merchant/wallets/{id}/check', () => {
  it.each([
    ['unavailable', new Unavailable(5)],
    ['rejected', new CredentialInvalid()],
    ['rejected', new CredentialInvalid('certificate')],
  ])(
    'finds %s a wallet that fails, keeps what is on record, and finds it well again',
    async (health, failure) => {
      const { id } = await wallets.connect(key, 'checked', { label: 'A' });
      const wallet = wallets.named('checked');
      wallet.checkFailure = failure;
      shop.api.clock.advanceSeconds(60);
      const found = await check(id);
      wallet.checkFailure = null;
      const lastCheckedAt = shop.api.clock.now().toISOString();
      expect(found).toMatchObject({ status: 200, body: { id, health, network: 'regtest', lastCheckedAt } });
      expect((await check(id)).body).toMatchObject({ health: 'ok', label: 'A', role: 'primary' });
    },
  );

  it('finds rejected a wallet that has moved to another network', async () => {
    const { id } = await wallets.connect(key, 'moved');
    wallets.named('moved').network = 'mainnet';
    expect((await check(id)).body).toMatchObject({ health: 'rejected', network: 'regtest' });
  });
});

describe('PATCH /api/merchant/wallets/{id}', () => {
  it('changes what is sent and nothing else', async () => {
    const { id } = await wallets.connect(key, 'patched', { label: 'A' });
    expect((await patch(id, {})).body).toMatchObject({ label: 'A', role: 'primary' });
    expect((await patch(id, { label: 'B' })).body).toMatchObject({ label: 'B', role: 'primary' });
    expect((await patch(id, { role: 'fallback' })).body).toMatchObject({ label: 'B', role: 'fallback' });
    expect((await patch(id, { label: null })).body).toMatchObject({ label: 'B' });
    expect((await patch(id, { label: '' })).body).toMatchObject({ label: null, role: 'fallback' });
    expect((await patch(id, { role: null })).body).toMatchObject({ role: null });
  });
});

describe('DELETE /api/merchant/wallets/{id}', () => {
  it('removes a wallet with its credentials and all that is kept of it', async () => {
    await wallets.connect(key, 'kept');
    const { id } = await wallets.connect(key, 'removed', { role: 'fallback' });
    expect(await remove(id)).toMatchObject({ status: 204, text: '' });
    expect((await wallets.list(key)).map((one) => one.id)).not.toContain(id);
    expect(await shop.count('wallet_connection WHERE id = $1', [id])).toBe(0);
    expect((await remove(id)).status).toBe(404);
  });

  it('leaves the primary one until its role is taken away', async () => {
    const { id } = await wallets.connect(key, 'primary');
    expect(await remove(id)).toMatchObject({ status: 409, body: { error: 'wallet_in_use' } });
    await patch(id, { role: null });
    expect((await remove(id)).status).toBe(204);
  });

  it('removes once what two ask to remove at a time', async () => {
    const { id } = await wallets.connect(key, 'twice', { role: null });
    const statuses = (await Promise.all([remove(id), remove(id)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([204, 404]);
  });
});
