import { type HttpReply, type ListeningMerchant } from '../support/listening-api.js';
import { OPENS_AT, SandboxShop } from '../support/sandbox-shop.js';

const PATH = '/api/merchant/subscription';
const ADMIN = 'operator-key-of-the-tests';
const DAY = 86_400;

let shop: SandboxShop;
let buyer: ListeningMerchant;

beforeAll(async () => {
  shop = await SandboxShop.open({
    PLANS: 'hosted',
    DEFAULT_PLAN: 'individual',
    OPERATOR_MERCHANT: '1:test',
    ADMIN_API_KEY: ADMIN,
  });
  // Who sells plans needs none that ends.
  await put(shop.merchant.merchantId, { planTier: 'unlimited', subscriptionStatus: 'active' });
});

afterAll(() => shop.close());

beforeEach(async () => {
  shop.at(0);
  buyer = await shop.api.newMerchant();
});

const put = (merchantId: number, body: object) =>
  shop.api.call('PUT', `/api/admin/merchants/${merchantId}`, ADMIN, body);
const ask = (planId: unknown, authorization?: string, key = buyer.liveKey): Promise<HttpReply> =>
  shop.post(PATH, { planId }, authorization === undefined ? {} : { authorization }, key);
const subscription = async (key = buyer.testKey) => (await shop.get(PATH, key)).body;
const changes = async () => {
  const { rows } = await shop.pool.query<{ data: Record<string, unknown> }>({
    text: `SELECT data FROM outbox WHERE type = 'plan.changed' AND merchant_id = $1 ORDER BY id`,
    values: [buyer.merchantId],
  });
  return rows.map(({ data }) => [data['cause'], data['planTier'], data['currentPeriodEnd']]);
};

/** Asks for a plan and pays; gives the header that proves it. */
async function paidFor(planId: string, key = buyer.liveKey): Promise<string> {
  const asked = await ask(planId, undefined, key);
  const { macaroon, invoice } = asked.body['l402'] as { macaroon: string; invoice: string };
  const { status, body } = await shop.pay(invoice);
  expect(status).toBe(200);
  return `L402 ${macaroon}:${String(body['preimage'])}`;
}

describe('POST /api/merchant/subscription: 402', () => {
  it('asks for the price of a month, in headers and body as every paid route does', async () => {
    const { status, headers, body } = await ask('individual');
    expect(status).toBe(402);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      error: 'Payment Required',
      reason: null,
      l402: {
        amount_sats: 99_000,
        resource: `plan:individual:merchant:${buyer.merchantId}`,
        invoice: expect.stringMatching(/^lnbcrt990u/),
      },
    });
    const { invoice, macaroon } = body['l402'] as { invoice: string; macaroon: string };
    expect(headers.get('www-authenticate')).toContain(`L402 macaroon="${macaroon}", invoice="${invoice}"`);
  });

  it('asks with the same challenge while it is open, and with another for another plan', async () => {
    const first = (await ask('individual')).body['l402'];
    expect((await ask('individual', undefined, buyer.testKey)).body['l402']).toEqual(first);
    expect((await ask('business')).body['l402']).not.toEqual(first);
  });

  it.each<[string, (good: string) => string, string]>([
    ['a wrong preimage', (good) => good.replace(/:.*/, `:${'00'.repeat(32)}`), 'invalid_preimage'],
    ['garbage', () => 'L402 x:y', 'malformed_macaroon'],
  ])('asks anew for %s, and changes nothing', async (_what, spoil, reason) => {
    const before = await subscription();
    const refused = await ask('individual', spoil(await paidFor('individual')));
    expect([refused.status, refused.body['reason']]).toEqual([402, reason]);
    expect(await subscription()).toEqual(before);
  });

  it('refuses what another merchant has paid for, and what was paid for another plan', async () => {
    const credential = await paidFor('individual');
    const thief = await shop.api.newMerchant();
    const before = await subscription(thief.testKey);
    const stolen = await ask('individual', credential, thief.liveKey);
    expect([stolen.status, stolen.body['reason']]).toEqual([402, 'wrong_resource']);
    expect(await subscription(thief.testKey)).toEqual(before);
    expect((await ask('business', credential)).body['reason']).toBe('wrong_resource');
    expect((await ask('individual', credential)).status).toBe(200);
  });

  it('refuses a challenge that the seller has sold for something else', async () => {
    const offer = await shop.paid({ resource: '/r', method: 'POST', priceSats: 99_000 });
    const refused = await ask('individual', `L402 ${offer.macaroon}:${offer.preimage}`);
    expect([refused.status, refused.body['reason']]).toEqual([402, 'wrong_resource']);
  });
});

describe('POST /api/merchant/subscription: 200', () => {
  it('gives a month once, however often and simultaneously the credential is sent', async () => {
    await put(buyer.merchantId, { trialEndsAt: '' });
    await shop.pool.query({ text: `DELETE FROM outbox WHERE type = 'plan.changed'` });
    const credential = await paidFor('individual');
    const month = {
      planTier: 'individual',
      subscriptionStatus: 'active',
      trialEndsAt: null,
      currentPeriodEnd: '2026-12-20T12:00:00.000Z',
    };
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('individual', credential)));
    for (const { status, body } of answers) expect([status, body]).toEqual([200, month]);
    shop.at(29 * DAY);
    expect((await ask('individual', credential)).body).toEqual(month);
    expect(await subscription()).toEqual(month);
    expect(await changes()).toEqual([['purchase', 'individual', month.currentPeriodEnd]]);
  });

  it('adds a month for each challenge, at the end of what still runs', async () => {
    await ask('individual', await paidFor('individual'));
    expect((await subscription())['currentPeriodEnd']).toBe('2027-01-20T12:00:00.000Z');
    const first = await paidFor('individual');
    // By then it has too little time left to be offered again.
    shop.at(590);
    const both = [first, await paidFor('individual')];
    await Promise.all(both.map((credential) => ask('individual', credential)));
    expect((await subscription())['currentPeriodEnd']).toBe('2027-03-20T12:00:00.000Z');
    expect((await subscription())['subscriptionStatus']).toBe('active');
  });

  it('opens at once for a merchant whose plan is over, and lapses at the end', async () => {
    shop.at(40 * DAY);
    expect((await subscription())['planTier']).toBe('free');
    await ask('business', await paidFor('business'));
    expect((await subscription())['currentPeriodEnd']).toBe('2027-01-30T12:00:00.000Z');
    expect((await shop.get('/api/merchant/me', buyer.testKey)).body['planTier']).toBe('business');
    shop.at((Date.parse('2027-01-30T12:00:00Z') - OPENS_AT.getTime()) / 1000);
    expect((await subscription())['planTier']).toBe('free');
  });

  it('is good in the hands of another key of the merchant', async () => {
    const credential = await paidFor('individual');
    expect((await ask('individual', credential, buyer.testKey)).status).toBe(200);
  });

  it('ends a trial of another plan, which is none of the one that was bought', async () => {
    const half = new Date(shop.api.clock.now().getTime() + 180 * DAY * 1000).toISOString();
    const trial = { planTier: 'individual', subscriptionStatus: 'trialing', trialEndsAt: half };
    await put(buyer.merchantId, { ...trial, currentPeriodEnd: '' });
    const { body } = await ask('business', await paidFor('business'));
    expect(body).toMatchObject({ planTier: 'business', subscriptionStatus: 'active', trialEndsAt: null });
    expect(Date.parse(String(body['currentPeriodEnd']))).toBeLessThan(Date.parse(half));
  });
});

describe('POST /api/merchant/subscription: what cannot be bought', () => {
  it.each(['free', 'unlimited', 'gold', '', 7, null, undefined])('%j is answered 400', async (planId) => {
    expect(await ask(planId)).toMatchObject({
      status: 400,
      body: { error: 'validation_failed', errors: { planId: [expect.any(String)] } },
    });
  });

  it('nor what the merchant has without an end', async () => {
    await put(buyer.merchantId, { subscriptionStatus: 'active' });
    expect((await ask('individual')).status).toBe(400);
  });

  it.each(['individual', 'unlimited'])(
    'nor a month of another plan in the place of %s without an end',
    async (planTier) => {
      await put(buyer.merchantId, { planTier, subscriptionStatus: 'active' });
      expect(await ask('business')).toMatchObject({
        status: 400,
        body: { errors: { planId: [expect.stringMatching(/yours, \w+, has no end/)] } },
      });
    },
  );

  it('nor is it put there by what was paid meanwhile: that waits until the other has an end', async () => {
    const credential = await paidFor('business');
    await put(buyer.merchantId, { planTier: 'unlimited', subscriptionStatus: 'active' });
    expect(await ask('business', credential)).toMatchObject({
      status: 503,
      body: { error: 'verification_unavailable' },
    });
    expect(await subscription()).toMatchObject({ planTier: 'unlimited', currentPeriodEnd: null });
    await put(buyer.merchantId, { planTier: 'free', subscriptionStatus: 'active' });
    const { status, body } = await ask('business', credential);
    expect([status, body['planTier']]).toEqual([200, 'business']);
  });

  it('while a plan that everybody has for nothing gives way to any', async () => {
    await put(buyer.merchantId, { planTier: 'free', subscriptionStatus: 'active' });
    expect((await ask('individual')).status).toBe(402);
  });

  it('nor what would end more than ten years from now', async () => {
    await put(buyer.merchantId, { currentPeriodEnd: '2036-11-01T00:00:00Z' });
    expect((await ask('individual')).status).toBe(400);
    expect((await ask('business')).status).toBe(402);
  });

  it('is answered 403 to a key without the scope, and 404 where nothing is sold', async () => {
    const key = await shop.newKey('challenges:write', 'challenges:verify', 'challenges:read');
    expect((await ask('individual', undefined, key)).status).toBe(403);
    await put(shop.merchant.merchantId, { isActive: false });
    expect((await ask('individual')).status).toBe(404);
    await put(shop.merchant.merchantId, { isActive: true });
  });
});

describe('POST /api/merchant/subscription: 503', () => {
  it('keeps who may have paid from paying again while the wallet has not spoken', async () => {
    const credential = await paidFor('individual');
    await shop.set({ settlementPolicy: 'settled' });
    expect(await ask('individual', credential)).toMatchObject({
      status: 503,
      body: { error: 'verification_unavailable', reason: 'settlement_unknown' },
    });
    await shop.set({ settlementPolicy: 'preimage' });
    expect((await ask('individual', credential)).status).toBe(200);
  });
});
