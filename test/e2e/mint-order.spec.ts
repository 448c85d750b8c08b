import { RetiredResources } from '@turnpike/challenges';
import { SandboxFaults, Unavailable } from '@turnpike/wallets';

import { type HttpReply } from '../support/listening-api.js';
import { OPENS_AT, SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

const retire = (merchantId: number, resource: string) =>
  shop.api.app.get(RetiredResources, { strict: false }).retire(merchantId, resource);

function expectProblem(reply: HttpReply, status: number, members: object): void {
  expect({ status: reply.status, body: reply.body }).toMatchObject({ status, body: members });
}

describe('POST /api/l402/challenges: 401', () => {
  it('says whether a key is missing or wrong', async () => {
    expectProblem(await shop.api.call('POST', '/api/l402/challenges', null, {}), 401, {
      error: 'missing_api_key',
    });
    for (const key of ['x', `${shop.key}x`, 'tp_test_', shop.key.replace('test', 'live')]) {
      expectProblem(await shop.mint({}, {}, key), 401, { error: 'invalid_api_key' });
    }
  });
});

describe('POST /api/l402/challenges: 403', () => {
  it('names the scope that the key lacks, and the plan', async () => {
    const key = await shop.newKey('challenges:verify', 'challenges:read');
    expectProblem(await shop.mint({}, {}, key), 403, {
      error: 'scope_missing',
      required_scope: 'challenges:write',
      current_plan: 'unlimited',
    });
  });

  it('tells an inactive merchant the plan and what to do', async () => {
    const { merchantId, testKey, liveKey } = await shop.api.newMerchant();
    await shop.setActive(merchantId, false);
    for (const key of [testKey, liveKey]) {
      expectProblem(await shop.mint({}, {}, key), 403, {
        error: 'l402_not_enabled',
        current_plan: 'unlimited',
        action_required: expect.any(String),
        upgrade_url: null,
      });
    }
    await shop.setActive(merchantId, true);
    expect((await shop.mint({}, {}, testKey)).status).toBe(200);
  });
});

describe('POST /api/l402/challenges: 409', () => {
  it('says that a live key needs a wallet', async () => {
    expectProblem(await shop.mint({}, {}, shop.merchant.liveKey), 409, { error: 'wallet_not_configured' });
  });
});

describe('POST /api/l402/challenges: 410', () => {
  it('names the retired resource, in both modes, and leaves its spelling neighbours alone', async () => {
    await retire(shop.merchant.merchantId, '/old');
    for (const key of [shop.key, shop.merchant.liveKey]) {
      expectProblem(await shop.mint({ resource: '/old' }, {}, key), 410, {
        error: 'endpoint_retired',
        resource: '/old',
      });
    }
    for (const resource of ['/old/', '/OLD', '/old?x']) {
      expect((await shop.mint({ resource })).status).toBe(200);
    }
    const stranger = await shop.api.newMerchant();
    expect((await shop.mint({ resource: '/old' }, {}, stranger.testKey)).status).toBe(200);
  });

  it('leaves tokens good that were sold before', async () => {
    const offer = await shop.paid({ resource: '/soon-old' });
    await retire(shop.merchant.merchantId, '/soon-old');
    expect(await shop.verify(offer, { resource: '/soon-old' })).toMatchObject({ valid: true });
  });
});

describe('POST /api/l402/challenges: 429', () => {
  it('counts calls per key and says where the caller stands', async () => {
    const limited = await SandboxShop.open({ RATE_LIMIT_MINT: '2' });
    const reset = String(OPENS_AT.getTime() / 1000 + 60);
    const first = await limited.mint();
    const standing = (reply: HttpReply) =>
      ['limit', 'remaining', 'reset'].map((name) => reply.headers.get(`x-ratelimit-${name}`));
    expect(standing(first)).toEqual(['2', '1', reset]);
    expect(standing(await limited.mint({ priceSats: 0 }))).toEqual(['2', '0', reset]);
    const third = await limited.mint();
    expectProblem(third, 429, {
      error: 'rate_limited',
      code: 'RATE_LIMIT_EXCEEDED',
      limit: 2,
      window_seconds: 60,
      retry_after: 60,
    });
    expect([...standing(third), third.headers.get('retry-after')]).toEqual(['2', '0', reset, '60']);
    expect((await limited.mint({}, {}, await limited.newKey('challenges:write'))).status).toBe(200);
    limited.at(60);
    expect((await limited.mint()).status).toBe(200);
    await limited.close();
  });

  it('caps open challenges per wallet, and says so', async () => {
    const capped = await SandboxShop.open({ OPEN_CHALLENGES_MAX: '2' });
    for (let i = 0; i < 2; i += 1) expect((await capped.mint()).status).toBe(200);
    const refused = await capped.mint();
    expectProblem(refused, 429, { error: 'rate_limited', code: 'RATE_LIMIT_EXCEEDED', limit: 2 });
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(await capped.count('sandbox_invoice')).toBe(2);
    const other = await capped.api.newMerchant();
    expect((await capped.mint({}, {}, other.testKey)).status).toBe(200);
    await capped.close();
  });
});

describe('the checks of a mint stand in one order', () => {
  const reuse = { 'x-idempotency-key': 'order' };
  let faulty: SandboxShop;
  let merchantId: number;

  beforeAll(async () => {
    faulty = await SandboxShop.open({ RATE_LIMIT_MINT: '1', OPEN_CHALLENGES_MAX: '1' });
    merchantId = faulty.merchant.merchantId;
    await faulty.minted({ payer: 'p' }, reuse);
    await faulty.api.app.get(RetiredResources, { strict: false }).retire(merchantId, '/old');
    await faulty.setActive(merchantId, false);
    faulty.api.app.get(SandboxFaults, { strict: false }).creation = () => Promise.reject(new Unavailable(1));
  });

  afterAll(() => faulty.close());

  // Every call has all the faults of those after it; each minute has one call, until the rate is what is asked about.
  const nextMinute = () =>
    faulty.at(60 * Math.ceil((faulty.api.clock.now().getTime() - OPENS_AT.getTime() + 1) / 60_000));
  const everythingWrong = { priceSats: 0, resource: '/old' };

  it('key, scope, rate, body, plan', async () => {
    const path = '/api/l402/challenges';
    expectProblem(await faulty.api.call('POST', path, null, '{'), 401, { error: 'missing_api_key' });
    const verifier = await faulty.newKey('challenges:verify');
    for (let i = 0; i < 2; i += 1) {
      expectProblem(await faulty.api.call('POST', path, verifier, '{'), 403, { error: 'scope_missing' });
    }
    expectProblem(await faulty.mint(everythingWrong, reuse), 429, { error: 'rate_limited' });
    expectProblem(await faulty.api.call('POST', path, faulty.key, '{'), 429, { error: 'rate_limited' });
    nextMinute();
    expectProblem(await faulty.mint(everythingWrong, reuse), 400, { error: 'validation_failed' });
    nextMinute();
    expectProblem(await faulty.mint({ resource: '/old' }, reuse), 403, { error: 'l402_not_enabled' });
    await faulty.setActive(merchantId, true);
  });

  it('idempotency, retired resource, payer, cap, wallet', async () => {
    faulty.at(60);
    expectProblem(await faulty.mint({ resource: '/old' }, reuse), 409, { error: 'idempotency_key_reuse' });
    faulty.at(120);
    expect((await faulty.mint({ payer: 'p' }, reuse)).headers.get('x-idempotency-replayed')).toBe('true');
    faulty.at(180);
    expectProblem(await faulty.mint({ resource: '/old', payer: 'p' }), 410, { error: 'endpoint_retired' });
    faulty.at(240);
    expect((await faulty.mint({ payer: 'p' })).headers.get('x-idempotency-replayed')).toBe('true');
    faulty.at(300);
    expectProblem(await faulty.mint({ payer: 'q' }), 429, {
      limit: 1,
      detail: expect.stringContaining('open'),
    });
    const stranger = await faulty.api.newMerchant();
    expectProblem(await faulty.mint({}, {}, stranger.testKey), 503, { error: 'wallet_unavailable' });
  });

  it('an idempotent repeat comes back though the resource is retired by now', async () => {
    const key = { 'x-idempotency-key': 'before' };
    const first = await shop.mint({ resource: '/sold' }, key);
    await retire(shop.merchant.merchantId, '/sold');
    const again = await shop.mint({ resource: '/sold' }, key);
    expect(again.text).toBe(first.text);
  });
});
