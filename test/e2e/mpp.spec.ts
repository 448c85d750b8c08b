import { readPaymentReceipt } from '@turnpike/http402';
import { paymentChallengeIn, paymentCredential } from '../support/payment-client.js';
import { type PaidOffer, SandboxShop, type ShopVerdict, after } from '../support/sandbox-shop.js';

const HASH = 'ab'.repeat(32);
let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open({ PUBLIC_URL: 'https://pay.example.com/broker' });
});

afterEach(() => shop.at(0));
afterAll(() => shop.close());

const challengeOf = ({ mppChallenge }: Pick<PaidOffer, 'mppChallenge'>) => paymentChallengeIn(mppChallenge);
const credentialOf = ({ mppChallenge, preimage }: PaidOffer, changed: object = {}): string =>
  paymentCredential(mppChallenge, preimage, changed);
const verify = (credential: string, more: object = {}, key?: string): Promise<ShopVerdict> =>
  shop.verify({}, { credential, ...more }, key);
const reasonOf = async (credential: string, more: object = {}, key?: string) =>
  (await verify(credential, more, key)).reason;

describe('a challenge of the Payment scheme', () => {
  it('is minted beside the L402 one, on the same invoice', async () => {
    const offer = await shop.minted({ resource: '/a', priceSats: 25 });
    const challenge = challengeOf(offer);
    const request = { amount: '25', currency: 'sat', methodDetails: { ...details(offer) } };
    expect(JSON.parse(Buffer.from(challenge.request, 'base64url').toString())).toEqual(request);
    expect(challenge).toMatchObject({ realm: 'pay.example.com', method: 'lightning', intent: 'charge' });
    expect(challenge).toMatchObject({ expires: after(600), digest: null, opaque: null });
    expect(offer.mppChallenge).toContain(`, invoice="${offer.invoice}", amount="25", currency="sat"`);
  });

  it('names the merchant’s realm, and the digest of the body that is sold', async () => {
    await shop.set({ realm: 'Weather, Inc.' });
    const offer = await shop.paid({ bodySha256: HASH });
    const digest = `sha-256=:${Buffer.from(HASH, 'hex').toString('base64')}:`;
    expect(challengeOf(offer)).toMatchObject({ realm: 'Weather, Inc.', digest });
    await shop.set({ realm: null });
    expect(await verify(credentialOf(offer), { bodySha256: HASH })).toMatchObject({ valid: true });
  });

  it('is the same again when the mint is repeated', async () => {
    const headers = { 'x-idempotency-key': 'again' };
    const first = await shop.minted({}, headers);
    expect((await shop.mint({}, headers)).body).toEqual(first);
  });

  it('is not there while the merchant has it off; what was sold before stays good', async () => {
    const sold = await shop.paid();
    await shop.set({ mppEnabled: false });
    const offer = await shop.paid();
    expect(offer.mppChallenge).toBeNull();
    await shop.set({ mppEnabled: true });
    expect((await shop.verify({ preimage: offer.preimage })).reason).toBe('unknown_challenge');
    await shop.set({ mppEnabled: false });
    expect(await verify(credentialOf(sold))).toMatchObject({ valid: true });
    await shop.set({ mppEnabled: true });
  });

  function details({ invoice, paymentHash }: { invoice: string; paymentHash: string }) {
    return { invoice, network: 'regtest', paymentHash };
  }
});

describe('a draft-00 credential', () => {
  it('is admitted, with a receipt', async () => {
    const offer = await shop.paid({ resource: '/a', priceSats: 25 });
    shop.at(5);
    const verdict = await verify(credentialOf(offer), { resource: '/a', amountSats: 25 });
    expect(verdict).toEqual({
      valid: true,
      resource: '/a',
      merchantId: shop.merchant.merchantId,
      amountSats: 25,
      paymentHash: offer.paymentHash,
      error: null,
      reason: null,
      expiresAt: after(3600),
      usesRemaining: null,
      useId: expect.stringMatching(/^use_/),
      mppReceipt: expect.any(String),
    });
    const { mppReceipt = '' } = verdict as { mppReceipt?: string };
    expect(readPaymentReceipt(mppReceipt)).toEqual({
      challengeId: challengeOf(offer).id,
      method: 'lightning',
      reference: offer.paymentHash,
      status: 'success',
      timestamp: after(5),
    });
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ status: 'paid', uses: 1 });
  });

  it('is good once, and the macaroon beside it stays what it was', async () => {
    const offer = await shop.paid();
    const credential = credentialOf(offer);
    expect(await shop.verify(offer)).toMatchObject({ valid: true, useId: null });
    expect(await verify(credential)).toMatchObject({ valid: true });
    for (const more of [{}, { requestId: 'b' }, { reserve: true }]) {
      expect(await verify(credential, more)).toMatchObject({ valid: false, reason: 'used_up' });
    }
    expect(await shop.verify(offer)).toMatchObject({ valid: true });
  });

  it('is one of the uses where they are limited', async () => {
    const offer = await shop.paid({ maxUses: 2 });
    expect(await verify(credentialOf(offer))).toMatchObject({ valid: true, usesRemaining: 1 });
    expect(await reasonOf(credentialOf(offer))).toBe('used_up');
    expect(await shop.verify(offer)).toMatchObject({ valid: true, usesRemaining: 0 });
    const spent = await shop.paid({ maxUses: 1 });
    await shop.verify(spent);
    expect(await reasonOf(credentialOf(spent))).toBe('used_up');
  });

  it('repeats its answer to the same request id, and to no other', async () => {
    const credential = credentialOf(await shop.paid());
    const first = await verify(credential, { requestId: 'a', resource: '/r' });
    expect(await verify(credential, { requestId: 'a', resource: '/r' })).toEqual(first);
    expect(await reasonOf(credential, { requestId: 'a' })).toBe('request_id_reused');
    expect(await reasonOf(credential, { requestId: 'b', resource: '/r' })).toBe('used_up');
  });

  it('may be given back: reserved, released, reserved again, committed', async () => {
    const credential = credentialOf(await shop.paid());
    const decide = (useId: string | null, to: string) => shop.post(`/api/l402/uses/${useId ?? ''}/${to}`);
    const first = await verify(credential, { requestId: 'a', reserve: true });
    expect(first).toMatchObject({ valid: true });
    for (const more of [{}, { requestId: 'b' }]) {
      expect(await reasonOf(credential, more)).toBe('uses_reserved');
    }
    expect((await decide(first.useId, 'release')).status).toBe(200);
    const second = await verify(credential, { requestId: 'b', reserve: true });
    expect(second).toMatchObject({ valid: true });
    expect(second.useId).not.toBe(first.useId);
    expect((await decide(second.useId, 'commit')).status).toBe(200);
    expect(await reasonOf(credential)).toBe('used_up');
    expect((await decide(first.useId, 'release')).status).toBe(200);
    expect(await reasonOf(credential)).toBe('used_up');
  });

  it('is not given back by the release of another use', async () => {
    const offer = await shop.paid({ maxUses: 3 });
    await verify(credentialOf(offer));
    const other = await shop.verify(offer, { reserve: true });
    expect(await reasonOf(credentialOf(offer))).toBe('used_up');
    await shop.post(`/api/l402/uses/${other.useId ?? ''}/release`);
    expect(await reasonOf(credentialOf(offer))).toBe('used_up');
  });

  it('stays used when nobody decides in time', async () => {
    const credential = credentialOf(await shop.paid());
    await verify(credential, { reserve: true });
    shop.at(119);
    expect(await reasonOf(credential)).toBe('uses_reserved');
    shop.at(121);
    expect(await reasonOf(credential)).toBe('used_up');
  });

  it('lives as long as the token, not the invoice', async () => {
    const credential = credentialOf(await shop.paid());
    shop.at(3599);
    expect(await verify(credential)).toMatchObject({ valid: true });
    const late = credentialOf(await shop.paid());
    shop.at(3599 + 3600);
    expect(await reasonOf(late)).toBe('expired');
  });
});

describe('what a draft-00 credential opens', () => {
  it('is what its challenge was sold for: resource, amount, method, body', async () => {
    const offer = await shop.paid({ resource: '/cheap', priceSats: 5, method: 'POST', bodySha256: HASH });
    const credential = credentialOf(offer);
    const good = { resource: '/cheap', amountSats: 5, method: 'POST', bodySha256: HASH };
    expect(await reasonOf(credential, { ...good, resource: '/dear' })).toBe('wrong_resource');
    expect(await reasonOf(credential, { ...good, amountSats: 6 })).toBe('wrong_amount');
    expect(await reasonOf(credential, { ...good, minAmountSats: 6 })).toBe('wrong_amount');
    expect(await reasonOf(credential, { ...good, method: 'GET' })).toBe('wrong_method');
    expect(await reasonOf(credential, { ...good, bodySha256: '00'.repeat(32) })).toBe('wrong_body');
    expect(await verify(credential, { resource: '/cheap' })).toMatchObject({
      reason: 'missing_context',
      missing: ['method', 'bodySha256'],
    });
    expect(await verify(credential, good)).toMatchObject({ valid: true });
  });

  it('must be told by a strict merchant', async () => {
    const credential = credentialOf(await shop.paid());
    await shop.set({ strictVerify: true });
    expect(await verify(credential)).toMatchObject({ missing: ['resource', 'amountSats'] });
    expect(await verify(credential, { resource: '/r', minAmountSats: 1 })).toMatchObject({ valid: true });
    await shop.set({ strictVerify: false });
  });

  it('is nothing at another merchant or in the other mode', async () => {
    const credential = credentialOf(await shop.paid());
    const stranger = await shop.api.newMerchant();
    expect(await reasonOf(credential, {}, stranger.testKey)).toBe('invalid_challenge');
    expect(await reasonOf(credential, {}, shop.merchant.liveKey)).toBe('invalid_challenge');
    expect(await verify(credential)).toMatchObject({ valid: true });
  });

  it('is nothing once it is revoked, and nothing unpaid', async () => {
    const offer = await shop.paid();
    await verify(credentialOf(offer), { requestId: 'a' });
    await shop.revoke(offer.paymentHash);
    expect(await reasonOf(credentialOf(offer), { requestId: 'a' })).toBe('revoked');
    const unpaid = await shop.minted();
    expect(await reasonOf(credentialOf({ ...unpaid, preimage: offer.preimage }))).toBe('invalid_preimage');
  });

  it('waits for the wallet’s word where the merchant wants it', async () => {
    const credential = credentialOf(await shop.paid());
    await shop.set({ settlementPolicy: 'settled' });
    expect(await reasonOf(credential)).toBe('settlement_unknown');
    await shop.set({ settlementPolicy: 'preimage' });
    expect(await verify(credential)).toMatchObject({ valid: true });
  });
});

describe('a forged credential', () => {
  it.each([
    ['id', 'OGW2MMjNP-8mKLtqvmp25UVxmfmEO7DO6leWrzK2S8I'],
    ['realm', 'evil.example.com'],
    ['intent', 'session'],
    ['expires', '2099-01-01T00:00:00Z'],
    ['expires', null],
    ['digest', 'sha-256=:AA==:'],
    ['opaque', 'e30'],
  ])('with another %s is not recognised', async (name, value) => {
    expect(await reasonOf(credentialOf(await shop.paid(), { [name]: value }))).toBe('invalid_challenge');
  });

  it('on the challenge of another purchase opens nothing', async () => {
    const [cheap, dear] = [await shop.paid({ priceSats: 1 }), await shop.minted({ priceSats: 1000 })];
    const { request } = challengeOf(cheap);
    const stolen = paymentCredential(dear.mppChallenge, cheap.preimage, { request });
    expect(await reasonOf(stolen)).toBe('invalid_challenge');
  });

  it('takes what is beside the bound parameters for nothing', async () => {
    const offer = await shop.paid();
    const more = { amount: '1', invoice: 'lnbcrt1other', resource: '/dear', description: 'x' };
    const credential = credentialOf(offer, more);
    expect(await reasonOf(credential, { resource: '/dear' })).toBe('wrong_resource');
    expect(await verify(credential)).toMatchObject({ valid: true, resource: '/r', amountSats: 5 });
  });
});
