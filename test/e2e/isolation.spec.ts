import { RootKeys } from '@turnpike/l402';

import { signedCredential } from '../support/hand-made-tokens.js';
import { type HttpReply } from '../support/listening-api.js';
import { OPENS_AT, type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';

const NOW = OPENS_AT.getTime() / 1000;
let shop: SandboxShop;
let offer: PaidOffer;
let useId: string;
/** Keys of others: another merchant's, and the same merchant's in live mode. */
let others: readonly [who: string, key: string][];

beforeAll(async () => {
  shop = await SandboxShop.open();
  const stranger = await shop.api.newMerchant();
  others = [
    ['another merchant', stranger.testKey],
    ['the other mode', shop.merchant.liveKey],
  ];
  offer = await shop.paid({ maxUses: 3 });
  useId = (await shop.verify(offer, { requestId: 'mine', reserve: true })).useId!;
});

afterAll(() => shop.close());

/** The same call for something that nobody has, by the same key: the two answers must not be told apart. */
async function expectSameAsNothing(reply: HttpReply, nothing: HttpReply): Promise<void> {
  const comparable = ({ status, body }: HttpReply) => ({ status, body: { ...body, correlation_id: null } });
  expect(comparable(reply)).toEqual(comparable(nothing));
  expect(reply.status).toBe(404);
}

describe('a challenge of somebody else', () => {
  it('does not exist for get, revoke and uses', async () => {
    const nobodys = 'ab'.repeat(32);
    for (const [, key] of others) {
      for (const [method, suffix] of [
        ['GET', ''],
        ['POST', '/revoke'],
        ['GET', '/uses'],
      ] as const) {
        const ask = (hash: string) => shop.api.call(method, `/api/l402/challenges/${hash}${suffix}`, key);
        await expectSameAsNothing(await ask(offer.paymentHash), await ask(nobodys));
      }
    }
    expect((await shop.shown(offer.paymentHash))['revokedAt']).toBeNull();
  });

  it('is in nobody else’s list', async () => {
    for (const [, key] of others) {
      expect((await shop.get('/api/l402/challenges?limit=200', key)).body).toMatchObject({
        challenges: [],
        total: 0,
      });
    }
  });
});

describe('a use of somebody else', () => {
  it('does not exist for commit and release', async () => {
    const nobodys = `use_${Buffer.from(`${'ab'.repeat(16)}00000001`, 'hex').toString('base64url')}`;
    for (const [, key] of others) {
      for (const verb of ['commit', 'release']) {
        const ask = (id: string) => shop.api.call('POST', `/api/l402/uses/${id}/${verb}`, key);
        await expectSameAsNothing(await ask(useId), await ask(nobodys));
      }
    }
    const { body } = await shop.get(`/api/l402/challenges/${offer.paymentHash}/uses`);
    expect(body['uses']).toMatchObject([{ useId, state: 'reserved' }]);
  });
});

describe('a token of somebody else', () => {
  it('is refused, and tells nothing of its row', async () => {
    const verdicts = [];
    for (const [, key] of others) verdicts.push(await shop.verify(offer, {}, key));
    expect(verdicts.map(({ reason }) => reason)).toEqual(['wrong_merchant', 'wrong_mode']);
    await shop.revoke(offer.paymentHash);
    for (const [index, [, key]] of others.entries()) {
      for (const more of [{}, { requestId: 'mine' }, { reserve: true }]) {
        expect(await shop.verify(offer, more, key)).toEqual(verdicts[index]);
      }
    }
  });

  it('cannot be turned into one’s own by a caveat', async () => {
    const stranger = await shop.api.newMerchant();
    const keys = shop.api.app.get(RootKeys, { strict: false });
    const terms = { expiresAtSeconds: NOW + 60, resource: `/r\u00a0merchant_id=${stranger.merchantId}` };
    const mine = signedCredential(keys, { ...terms, merchantId: shop.merchant.merchantId });
    expect((await shop.verify(mine, {}, stranger.testKey)).reason).toBe('wrong_merchant');
    const bytes = Buffer.from(mine.macaroon, 'base64').toString('latin1');
    const renamed = bytes.replace(
      `merchant_id=${shop.merchant.merchantId}`,
      `merchant_id=${String(stranger.merchantId).slice(0, String(shop.merchant.merchantId).length)}`,
    );
    const macaroon = Buffer.from(renamed, 'latin1').toString('base64');
    expect((await shop.verify({ ...mine, macaroon }, {}, stranger.testKey)).reason).toBe('invalid_signature');
  });

  it('is refused even if nobody but the merchant’s number and mode keep them apart', async () => {
    const keys = shop.api.app.get(RootKeys, { strict: false });
    const live = signedCredential(keys, {
      merchantId: shop.merchant.merchantId,
      mode: 'live',
      expiresAtSeconds: NOW + 60,
    });
    expect((await shop.verify(live)).reason).toBe('wrong_mode');
    expect((await shop.verify(live, {}, shop.merchant.liveKey)).reason).toBe('unknown_challenge');
  });
});

describe('the preimage of a cheap invoice', () => {
  it('opens nothing dearer and nothing else', async () => {
    const cheap = await shop.paid({ resource: '/cheap', priceSats: 1 });
    const dear = await shop.minted({ resource: '/dear', priceSats: 1000 });
    expect((await shop.verify({ ...dear, preimage: cheap.preimage })).reason).toBe('invalid_preimage');
    for (const more of [{ resource: '/dear' }, { minAmountSats: 1000 }]) {
      expect((await shop.verify({ preimage: cheap.preimage }, more)).valid).toBe(false);
    }
    expect((await shop.verify(cheap, { resource: '/dear' })).reason).toBe('wrong_resource');
    expect((await shop.verify(cheap, { minAmountSats: 1000 })).reason).toBe('wrong_amount');
  });
});

describe('a setting', () => {
  it('holds for one merchant', async () => {
    const stranger = await shop.api.newMerchant();
    await shop.set({ strictVerify: true });
    const theirs = await shop.paid({}, {}, stranger.testKey);
    expect(await shop.verify(theirs, {}, stranger.testKey)).toMatchObject({ valid: true });
    expect((await shop.verify(await shop.paid())).reason).toBe('missing_context');
    await shop.set({ strictVerify: false });
  });
});
