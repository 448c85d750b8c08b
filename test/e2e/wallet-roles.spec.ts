import { decodePaymentRequest } from '@turnpike/l402';
import { Unavailable } from '@turnpike/wallets';

import { ConnectableWallets, type ShownWallet } from '../support/connectable-wallets.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const PATH = ConnectableWallets.path;
const MINTS = 40;
let shop: SandboxShop;
let wallets: ConnectableWallets;
let key: string;
let a: ShownWallet;
let b: ShownWallet;

beforeAll(async () => {
  shop = await SandboxShop.open({ WALLET_ALLOW_NETWORKS: 'regtest' });
  wallets = new ConnectableWallets(shop);
});

afterAll(() => shop.close());

beforeEach(async () => {
  key = (await shop.api.newMerchant()).liveKey;
  a = await wallets.connect(key, 'a', { label: 'a' });
  b = await wallets.connect(key, 'b', { label: 'b', role: null });
});

const give = (id: string, role: string | null) => shop.api.call('PATCH', `${PATH}/${id}`, key, { role });
const mint = (terms: object = {}) => shop.mint(terms, {}, key);
const payeeOf = (invoice: unknown) => decodePaymentRequest(String(invoice), 'regtest').payee;

describe('a role', () => {
  it('leaves the wallet that had it, and mints follow at once', async () => {
    expect(payeeOf((await mint()).body['invoice'])).toBe(wallets.named('a').payee);
    expect((await give(b.id, 'primary')).body).toMatchObject({ id: b.id, role: 'primary' });
    expect(await wallets.roles(key)).toEqual({ a: null, b: 'primary' });
    expect(payeeOf((await mint()).body['invoice'])).toBe(wallets.named('b').payee);
  });

  it('leaves it for a new wallet, too', async () => {
    await wallets.connect(key, 'c', { label: 'c' });
    expect(await wallets.roles(key)).toEqual({ a: null, b: null, c: 'primary' });
  });

  it('is not in two places when a wallet has one and gets the other', async () => {
    await give(b.id, 'fallback');
    await give(b.id, 'primary');
    expect(await wallets.roles(key)).toEqual({ a: null, b: 'primary' });
  });

  it('taken away leaves nothing to mint with', async () => {
    await give(a.id, null);
    expect(await mint()).toMatchObject({ status: 409, body: { error: 'wallet_not_configured' } });
  });

  it('of one merchant has nothing to do with that of another', async () => {
    const other = (await shop.api.newMerchant()).liveKey;
    await wallets.connect(other, 'other', { label: 'other' });
    await give(b.id, 'primary');
    expect(await wallets.roles(other)).toEqual({ other: 'primary' });
  });

  it('asked for by many at a time is one wallet’s in the end, and every answer is good', async () => {
    const asked = await Promise.all([
      ...Array.from({ length: 12 }, (_, i) =>
        give(i % 2 === 0 ? a.id : b.id, i % 3 === 0 ? 'fallback' : 'primary'),
      ),
      wallets.post(key, 'c', { label: 'c' }),
    ]);
    expect(asked.map(({ status }) => status)).toEqual([...Array<number>(12).fill(200), 201]);
    const roles = Object.values(await wallets.roles(key)).filter((role) => role !== null);
    expect(roles.length).toBeGreaterThan(0);
    expect(new Set(roles).size).toBe(roles.length);
  });
});

describe('changing the primary wallet while mints go on', () => {
  it('fails no mint, and each invoice is looked up where it was made', async () => {
    const switches = (async () => {
      for (let i = 0; i < 10; i += 1) await give(i % 2 === 0 ? b.id : a.id, 'primary');
    })();
    const mints = await Promise.all(Array.from({ length: MINTS }, (_, i) => mint({ resource: `/r${i}` })));
    await switches;
    expect(mints.map(({ status }) => status)).toEqual(Array<number>(MINTS).fill(200));
    const byPayee = new Map([
      [wallets.named('a').payee, a.id],
      [wallets.named('b').payee, b.id],
    ]);
    for (const { body } of mints) {
      const maker = byPayee.get(payeeOf(body['invoice']));
      const made = [body['paymentHash'], maker];
      expect(
        await shop.count(`challenge WHERE payment_hash = decode($1, 'hex') AND connection_id = $2`, made),
      ).toBe(1);
    }
  });
});

describe('the fallback wallet', () => {
  it('mints while the primary one is away, and its merchant is told', async () => {
    await give(b.id, 'fallback');
    wallets.named('a').failures.push(new Unavailable(7));
    const { status, body } = await mint();
    expect(status).toBe(200);
    expect(payeeOf(body['invoice'])).toBe(wallets.named('b').payee);
    const told = `outbox WHERE type = 'wallet.fallback_used' AND data->>'walletId' = $1`;
    expect(await shop.count(told, [b.id])).toBe(1);
  });

  it('removed is not asked any more', async () => {
    await give(b.id, 'fallback');
    expect((await shop.api.call('DELETE', `${PATH}/${b.id}`, key)).status).toBe(204);
    wallets.named('a').failures.push(new Unavailable(7));
    expect(await mint()).toMatchObject({ status: 503, body: { error: 'wallet_unavailable' } });
  });
});
