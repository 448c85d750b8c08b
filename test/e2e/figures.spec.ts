import { countFigures } from '../support/counted-figures.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

async function overview(key: string, query = ''): Promise<Record<string, unknown>> {
  await countFigures(shop);
  const { status, body } = await shop.get(`/api/merchant/overview${query}`, key);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

const NOTHING = { challenges: 0, paidChallenges: 0, usedChallenges: 0, revenueSats: 0, uses: 0 };

describe('GET /api/merchant/overview: 200', () => {
  it('counts what was minted, paid and used, and why calls were refused', async () => {
    const { testKey: key, liveKey } = await shop.api.newMerchant();
    await shop.minted({}, {}, key);
    const once = await shop.paid({ resource: '/dear', priceSats: 70, maxUses: 1 }, {}, key);
    const often = await shop.paid({ resource: '/cheap', priceSats: 2 }, {}, key);
    await shop.verify(once, {}, key);
    await shop.verify(once, {}, key);
    for (let n = 0; n < 3; n += 1) await shop.verify(often, { resource: '/cheap' }, key);
    await shop.verify(often, { resource: '/other' }, key);
    await shop.verify({ macaroon: 'garbage', preimage: 'garbage' }, {}, key);
    const totals = { challenges: 3, paidChallenges: 2, usedChallenges: 2, revenueSats: 72, uses: 4 };
    expect(await overview(key, '?from=2026-11-19&to=2026-11-20')).toEqual({
      from: '2026-11-19',
      to: '2026-11-20',
      asOf: shop.api.clock.now().toISOString(),
      totals,
      previous: NOTHING,
      days: [
        { day: '2026-11-19', ...NOTHING },
        { day: '2026-11-20', ...totals },
      ],
      resources: [
        { resource: '/dear', challenges: 1, paidChallenges: 1, revenueSats: 70, uses: 1 },
        { resource: '/cheap', challenges: 1, paidChallenges: 1, revenueSats: 2, uses: 3 },
        { resource: '/r', challenges: 1, paidChallenges: 0, revenueSats: 0, uses: 0 },
      ],
      refusals: [
        { reason: 'malformed_macaroon', count: 1 },
        { reason: 'used_up', count: 1 },
        { reason: 'wrong_resource', count: 1 },
      ],
    });
    expect(await overview(liveKey)).toMatchObject({ totals: NOTHING, resources: [], refusals: [] });
    expect((await shop.get('/api/merchant/usage', key)).body).toMatchObject({
      challenges: 3,
      paidChallenges: 2,
      revenueSats: 72,
      resources: 3,
    });
  });

  it('covers the last thirty days unless told, beside the thirty before them', async () => {
    const { testKey: key } = await shop.api.newMerchant();
    shop.at(-40 * 86_400);
    await shop.minted({}, {}, key);
    shop.at(0);
    await shop.minted({}, {}, key);
    const body = await overview(key);
    expect(body).toMatchObject({ from: '2026-10-22', to: '2026-11-20' });
    expect(body['totals']).toEqual({ ...NOTHING, challenges: 1 });
    expect(body['previous']).toEqual({ ...NOTHING, challenges: 1 });
    expect(body['days']).toHaveLength(30);
  });

  it('counts a use once that was repeated, and none that was given back', async () => {
    const { testKey: key } = await shop.api.newMerchant();
    const offer = await shop.paid({}, {}, key);
    const named = { requestId: 'one', reserve: true };
    const { useId } = await shop.verify(offer, named, key);
    await shop.verify(offer, named, key);
    await shop.post(`/api/l402/uses/${useId ?? ''}/release`, undefined, {}, key);
    await shop.verify(offer, named, key);
    const { totals } = (await overview(key)) as { totals: object };
    expect(totals).toMatchObject({ uses: 1, usedChallenges: 1 });
  });
});

describe('GET /api/merchant/overview: 400', () => {
  it.each([
    ['?from=yesterday', 'from'],
    ['?to=2026-02-30', 'to'],
    ['?from=2026-11-20&to=2026-11-19', 'from'],
    ['?from=2025-11-19&to=2026-11-20', 'from'],
    ['?from=1969-12-31&to=1970-01-01', 'from'],
    ['?from=9999-12-31&to=9999-12-31', 'to'],
    ['?from=2026-11-20&from=2026-11-20', 'from'],
  ])('%s', async (query, field) => {
    const { status, body } = await shop.get(`/api/merchant/overview${query}`);
    expect({ status, fields: Object.keys(body['errors'] as object)[0] }).toEqual({
      status: 400,
      fields: field,
    });
  });

  it('admits 366 days', async () => {
    expect((await overview(shop.key, '?from=2025-11-20&to=2026-11-20'))['days']).toHaveLength(366);
  });
});

describe('what callers send without a token of ours', () => {
  it('makes no row for a challenge, and one for each reason and day', async () => {
    const before = await shop.count('challenge_refusal');
    const paid = await shop.paid();
    for (let n = 0; n < 20; n += 1) {
      await shop.verify({ macaroon: `garbage${String(n)}`, preimage: 'x' });
      await shop.verify({ macaroon: paid.macaroon, preimage: String(n).padStart(64, '0') });
    }
    await countFigures(shop);
    expect(await shop.count('challenge_refusal')).toBe(before);
    const rows = await shop.count('refusal_figure WHERE merchant_id = $1', [shop.merchant.merchantId]);
    expect(rows).toBe(2);
  });
});

describe('a process that ends', () => {
  it('writes what verify has counted', async () => {
    const ending = await SandboxShop.open();
    const { database } = ending;
    const paid = await ending.paid();
    await ending.verify(paid);
    await ending.api.stop();
    expect(await ending.count('day_figure WHERE uses = 1')).toBe(1);
    await ending.pool.onApplicationShutdown();
    await database.drop();
  });
});
