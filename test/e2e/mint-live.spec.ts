import { randomBytes } from 'node:crypto';
import { decodePaymentRequest, hashPreimage, parsePreimage, type Preimage } from '@turnpike/l402';
import { ProtocolViolation, Rejected, Unavailable } from '@turnpike/wallets';

import { LiveWallets } from '../support/live-wallets.js';
import { after, SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
let wallets: LiveWallets;
let key: string;

beforeAll(async () => {
  shop = await SandboxShop.open({ WALLET_ALLOW_NETWORKS: 'regtest' });
  wallets = await LiveWallets.connect(shop);
  key = shop.merchant.liveKey;
});

afterAll(() => shop.close());

afterEach(() => {
  for (const wallet of [wallets.primary, wallets.fallback]) {
    wallet.change = {};
    wallet.failures.length = 0;
    wallet.asked.length = 0;
  }
});

const mint = (terms: object = {}, headers: Record<string, string> = {}) => shop.mint(terms, headers, key);

/** A live challenge whose preimage the test knows, as only its payer and the wallet do. */
async function sold(terms: object = {}) {
  const preimage = parsePreimage(randomBytes(32).toString('hex')) as Preimage;
  wallets.primary.change = { paymentHash: hashPreimage(preimage) };
  const offer = await shop.minted(terms, {}, key);
  wallets.primary.change = {};
  return { ...offer, preimage };
}

describe('POST /api/l402/challenges with a live key: 200', () => {
  it('asks the merchant’s own wallet for the invoice', async () => {
    const { status, body } = await mint({ priceSats: 21, description: 'One forecast' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      priceSats: 21,
      expiresAt: after(600),
      tokenExpiresAt: after(3600),
      mppChallenge: expect.stringMatching(/^Payment id="/),
    });
    expect(decodePaymentRequest(String(body['invoice']), 'regtest')).toMatchObject({
      payee: wallets.primary.payee,
      amountMsat: 21_000n,
      paymentHash: body['paymentHash'],
    });
    expect(wallets.primary.asked).toMatchObject([
      { amountMsat: 21_000n, description: 'One forecast', expirySeconds: 600 },
    ]);
    expect(wallets.primary.asked[0]).not.toHaveProperty('preimage');
  });

  it('cuts the description to what the wallet takes, never within a character', async () => {
    await mint({ description: `${'ü'.repeat(99)}ab€` });
    expect(wallets.primary.asked[0]?.description).toBe(`${'ü'.repeat(99)}ab`);
  });

  it.each([
    [900, 3600, 3600],
    [1800, 3600, 3600],
    [1801, 3600, 3601],
    [3600, 300, 3750],
    [86_400, 2_592_000, 2_592_000],
  ])(
    'leaves half the validity after an expiry of %i s that the wallet imposed',
    async (imposed, validity, token) => {
      wallets.primary.change = { expirySeconds: imposed };
      const { status, body } = await mint({ tokenValiditySeconds: validity });
      expect([status, body['expiresAt'], body['tokenExpiresAt']]).toEqual([
        200,
        after(imposed),
        after(token),
      ]);
    },
  );

  it('is replayed byte for byte, the wallet not asked again', async () => {
    const first = await mint({}, { 'x-idempotency-key': 'live' });
    expect((await mint({}, { 'x-idempotency-key': 'live' })).text).toBe(first.text);
    expect(wallets.primary.asked).toHaveLength(1);
  });
});

describe('the fallback wallet', () => {
  const told = `outbox WHERE type = 'wallet.fallback_used'`;

  it('mints while the primary one is away, which is told', async () => {
    const before = await shop.count(told);
    wallets.primary.failures.push(new Unavailable(7));
    const { status, body } = await mint();
    expect(status).toBe(200);
    expect(decodePaymentRequest(String(body['invoice']), 'regtest').payee).toBe(wallets.fallback.payee);
    expect(await shop.count(told)).toBe(before + 1);
    await mint();
    expect(await shop.count(told)).toBe(before + 1);
  });

  it('is not asked where it would not help', async () => {
    wallets.primary.failures.push(new Rejected('amount'), new ProtocolViolation('amount'));
    expect((await mint()).status).toBe(400);
    expect((await mint()).status).toBe(502);
    expect(wallets.fallback.asked).toEqual([]);
  });

  it('is the last: both away is 503', async () => {
    wallets.primary.failures.push(new Unavailable(7));
    wallets.fallback.failures.push(new Unavailable(9));
    const { status, body, headers } = await mint();
    expect([status, body['error']]).toEqual([503, 'wallet_unavailable']);
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
  });
});

describe('POST /api/l402/challenges with a live key: 502', () => {
  it.each([
    ['another amount', { amountMsat: 5_001n }],
    ['a tenth of it', { amountMsat: 500n }],
    ['another network', { network: 'testnet' as const }],
    ['an expiry of a few seconds', { expirySeconds: 59 }],
    ['an expiry of days', { expirySeconds: 86_401 }],
    ['a time long past', { timestampSeconds: 1_600_000_000 }],
  ])('when the wallet makes an invoice with %s', async (_what, change) => {
    wallets.primary.change = change;
    const { status, body } = await mint();
    expect([status, body['error']]).toEqual([502, 'wallet_invalid_invoice']);
  });

  it('when it makes a second challenge on a hash that has one: nothing is handed out', async () => {
    const preimage = parsePreimage(randomBytes(32).toString('hex')) as Preimage;
    wallets.primary.change = { paymentHash: hashPreimage(preimage) };
    expect((await mint()).status).toBe(200);
    const again = await mint({ resource: '/dear' });
    expect([again.status, again.body['error']]).toEqual([502, 'wallet_invalid_invoice']);
    expect(again.body).not.toHaveProperty('macaroon');
    expect(await shop.count(`challenge WHERE resource = '/dear'`)).toBe(0);
  });
});

describe('tokens of the two modes', () => {
  it('never verify under the other mode’s key, and tell nothing of each other', async () => {
    const live = await sold();
    const test = await shop.paid();
    expect(await shop.verify(live, {}, key)).toMatchObject({ valid: true, amountSats: 5 });
    expect((await shop.verify(live)).reason).toBe('wrong_mode');
    expect((await shop.verify(test, {}, key)).reason).toBe('wrong_mode');
    await shop.revoke(live.paymentHash, key);
    expect((await shop.verify(live)).reason).toBe('wrong_mode');
    expect((await shop.api.call('GET', `/api/l402/challenges/${live.paymentHash}`, shop.key)).status).toBe(
      404,
    );
    expect((await shop.get('/api/l402/challenges?limit=200')).text).not.toContain(live.paymentHash);
  });

  it('have settings of their own', async () => {
    await shop.set({ strictVerify: true }, key);
    expect((await shop.verify(await sold(), {}, key)).reason).toBe('missing_context');
    expect(await shop.verify(await shop.paid())).toMatchObject({ valid: true });
    await shop.set({ strictVerify: false }, key);
  });

  it('share neither idempotency keys nor payers', async () => {
    const under = { 'x-idempotency-key': 'both' };
    const [live, test] = [await mint({ payer: 'p' }, under), await shop.mint({ payer: 'p' }, under)];
    expect([live.status, test.status]).toEqual([200, 200]);
    expect(test.headers.get('x-idempotency-replayed')).toBeNull();
    expect(test.body['paymentHash']).not.toBe(live.body['paymentHash']);
  });

  it('cannot be paid by the sandbox when they are live', async () => {
    const { invoice } = await sold();
    expect((await shop.pay(invoice)).status).toBe(404);
    expect((await shop.pay(invoice, {}, key)).status).toBe(403);
  });
});
