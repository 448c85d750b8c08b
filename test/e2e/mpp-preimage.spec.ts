import { HotPool } from '@turnpike/database';
import { paymentCredential } from '../support/payment-client.js';
import { type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';

const HASH = 'ab'.repeat(32);
const UNKNOWN = '00'.repeat(32);
let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterEach(async () => {
  shop.at(0);
  await shop.set({ mppEnabled: true, mppPreimageOnly: 'compatible', strictVerify: false });
});
afterAll(() => shop.close());

const verify = ({ preimage }: Pick<PaidOffer, 'preimage'>, more: object = {}, key?: string) =>
  shop.verify({ preimage }, more, key);
const reasonOf = async (...call: Parameters<typeof verify>) => (await verify(...call)).reason;
const byCredential = ({ mppChallenge, preimage }: PaidOffer, more: object = {}) =>
  shop.verify({}, { credential: paymentCredential(mppChallenge, preimage), ...more });

describe('a preimage alone', () => {
  it('opens what it bought and reads it out, as often as the token would', async () => {
    const offer = await shop.paid({ resource: '/a', priceSats: 25 });
    const admitted = { valid: true, resource: '/a', amountSats: 25, paymentHash: offer.paymentHash };
    for (let i = 0; i < 3; i += 1) {
      const verdict = await verify({ preimage: ` ${offer.preimage.toUpperCase()}` });
      expect(verdict).toMatchObject({ ...admitted, useId: null, usesRemaining: null });
      expect(verdict).not.toHaveProperty('mppReceipt');
    }
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ status: 'paid', uses: 3 });
    shop.at(3600);
    expect(await reasonOf(offer)).toBe('expired');
  });

  it('counts against a limit, under a request id and reserved, too', async () => {
    const offer = await shop.paid({ maxUses: 3 });
    expect(await verify(offer)).toMatchObject({ valid: true, usesRemaining: 2 });
    const named = await verify(offer, { requestId: 'a' });
    expect(await verify(offer, { requestId: 'a' })).toEqual(named);
    expect(await verify(offer, { reserve: true })).toMatchObject({ valid: true, usesRemaining: 0 });
    expect(await reasonOf(offer)).toBe('uses_reserved');
  });

  it('opens nothing dearer and nothing other', async () => {
    const offer = await shop.paid({ resource: '/cheap', method: 'POST', bodySha256: HASH });
    const good = { resource: '/cheap', method: 'POST', bodySha256: HASH, amountSats: 5 };
    expect(await reasonOf(offer, { ...good, resource: '/dear' })).toBe('wrong_resource');
    expect(await reasonOf(offer, { ...good, amountSats: 4 })).toBe('wrong_amount');
    expect(await reasonOf(offer, { ...good, minAmountSats: 6 })).toBe('wrong_amount');
    expect(await reasonOf(offer, { ...good, method: 'GET' })).toBe('wrong_method');
    expect(await reasonOf(offer, { ...good, bodySha256: UNKNOWN })).toBe('wrong_body');
    expect(await verify(offer)).toMatchObject({ missing: ['method', 'bodySha256'] });
    expect(await verify(offer, good)).toMatchObject({ valid: true });
  });

  it('finds only what its own merchant sold in this mode for the Payment scheme', async () => {
    const offer = await shop.paid();
    const stranger = await shop.api.newMerchant();
    expect(await reasonOf(offer, {}, stranger.testKey)).toBe('unknown_challenge');
    expect(await reasonOf(offer, {}, shop.merchant.liveKey)).toBe('unknown_challenge');
    expect(await reasonOf({ preimage: UNKNOWN })).toBe('unknown_challenge');
    expect(await reasonOf({ preimage: 'no preimage' })).toBe('invalid_preimage');
    await shop.set({ mppEnabled: false });
    const notOffered = await shop.paid();
    await shop.set({ mppEnabled: true });
    expect(await reasonOf(notOffered)).toBe('unknown_challenge');
  });

  it('opens nothing revoked, and waits for the wallet’s word where the merchant wants it', async () => {
    const offer = await shop.paid();
    await shop.set({ settlementPolicy: 'settled' });
    expect(await reasonOf(offer)).toBe('settlement_unknown');
    await shop.set({ settlementPolicy: 'preimage' });
    await shop.revoke(offer.paymentHash);
    expect(await reasonOf(offer)).toBe('revoked');
  });
});

describe('a preimage and a draft-00 credential of one purchase', () => {
  it('do not both open: the preimage never revives what the credential has', async () => {
    const offer = await shop.paid();
    expect(await verify(offer)).toMatchObject({ valid: true });
    const reserved = await byCredential(offer, { reserve: true });
    for (const more of [{}, { requestId: 'a' }]) expect(await reasonOf(offer, more)).toBe('uses_reserved');
    expect((await shop.post(`/api/l402/uses/${reserved.useId ?? ''}/release`)).status).toBe(200);
    expect(await verify(offer)).toMatchObject({ valid: true });
    expect(await byCredential(offer)).toMatchObject({ valid: true });
    for (const more of [{}, { requestId: 'a' }]) expect(await reasonOf(offer, more)).toBe('used_up');
    expect(await shop.verify(offer)).toMatchObject({ valid: true });
  });

  it('never open more than one of them at once', async () => {
    const offer = await shop.paid();
    await byCredential(offer);
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => verify(offer)));
    expect(verdicts.map(({ reason }) => reason)).toEqual(Array(20).fill('used_up'));
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ uses: 1 });
  });
});

describe('the setting mppPreimageOnly', () => {
  it('bound: resource and an amount are compulsory, as they are for a strict merchant', async () => {
    for (const setting of [{ mppPreimageOnly: 'bound' }, { strictVerify: true }]) {
      await shop.set({ mppPreimageOnly: 'compatible', strictVerify: false, ...setting });
      const offer = await shop.paid();
      expect(await verify(offer)).toMatchObject({ missing: ['resource', 'amountSats'] });
      expect(await verify(offer, { resource: '/r' })).toMatchObject({ missing: ['amountSats'] });
      expect(await verify(offer, { resource: '/r', minAmountSats: 5 })).toMatchObject({ valid: true });
    }
  });

  it('bound leaves macaroons and draft-00 credentials as they are', async () => {
    await shop.set({ mppPreimageOnly: 'bound' });
    const offer = await shop.paid();
    expect(await shop.verify(offer)).toMatchObject({ valid: true });
    expect(await byCredential(offer)).toMatchObject({ valid: true });
  });

  it.each([{ mppPreimageOnly: 'off' }, { mppEnabled: false }])('refused under %j', async (setting) => {
    const offer = await shop.paid();
    await shop.set(setting);
    expect(await reasonOf(offer)).toBe('preimage_only_refused');
    expect(await reasonOf({ preimage: 'no preimage' })).toBe('preimage_only_refused');
  });
});

describe('what nobody paid for', () => {
  it('costs no statement if malformed or forged, and one read as a preimage', async () => {
    const [offer, other] = [await shop.paid(), await shop.paid()];
    const query = jest.spyOn(shop.api.app.get(HotPool, { strict: false }), 'query');
    const begin = jest.spyOn(shop.api.app.get(HotPool, { strict: false }), 'withTransaction');
    const asked = () => query.mock.calls.map(([{ name }]) => name).filter((name) => name !== 'api-key');
    for (const credential of ['x', 'e30']) await shop.verify({}, { credential });
    await byCredential({ ...offer, preimage: other.preimage });
    await byCredential({ ...offer, mppChallenge: offer.mppChallenge?.replace('realm="', 'realm="x') ?? '' });
    await verify({ preimage: 'no preimage' });
    expect(asked()).toEqual([]);
    await verify({ preimage: UNKNOWN });
    expect(asked()).toEqual(['mpp-terms']);
    expect(begin).not.toHaveBeenCalled();
    query.mockRestore();
    begin.mockRestore();
  });

  it('is nobody’s verdict while the challenge cannot be read: 503', async () => {
    const { preimage } = await shop.paid();
    const pool = shop.api.app.get(HotPool, { strict: false });
    const ask = pool.query.bind(pool);
    const query = jest
      .spyOn(pool, 'query')
      .mockImplementation((statement) =>
        statement.name === 'mpp-terms' ? Promise.reject(new Error('gone')) : ask(statement),
      );
    expect((await shop.verifyReply({ preimage })).status).toBe(503);
    query.mockRestore();
    expect(await verify({ preimage })).toMatchObject({ valid: true });
  });
});
