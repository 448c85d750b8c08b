import { parseMerchantId } from '@turnpike/l402';

import { insertChallenge } from '../support/ledger-fixture.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

/** Which steps are done, by number. */
async function done(key: string): Promise<{ steps: number[]; ready: unknown }> {
  const { status, body } = await shop.get('/api/merchant/quickstart', key);
  expect(status).toBe(200);
  const steps = body['steps'] as { stepNumber: number; isCompleted: boolean; isRequired: boolean }[];
  const completed = steps.filter(({ isCompleted }) => isCompleted);
  expect(body).toMatchObject({
    totalSteps: 7,
    requiredStepsTotal: 5,
    completedSteps: completed.length,
    requiredStepsCompleted: completed.filter(({ isRequired }) => isRequired).length,
  });
  return { steps: completed.map(({ stepNumber }) => stepNumber), ready: body['isReadyForProduction'] };
}

describe('GET /api/merchant/quickstart', () => {
  it('goes on step by step, each as soon as it is done, the same in both modes', async () => {
    const { testKey, liveKey, merchantId } = await shop.api.newMerchant();
    const id = parseMerchantId(merchantId);
    if (id === null) throw new Error('no merchant id');
    expect(await done(testKey)).toEqual({ steps: [1, 3], ready: false });
    const offer = await shop.paid({}, {}, testKey);
    await shop.verify(offer, {}, testKey);
    expect(await done(testKey)).toEqual({ steps: [1, 3, 4], ready: false });
    await shop.pool.query({
      text: `INSERT INTO wallet_connection (id, merchant_id, kind, role, sealed_credentials, warnings, created_at)
        VALUES ('wal_x', $1, 'lnd', 'primary', '', '{}', now())`,
      values: [id],
    });
    const { key } = await insertChallenge(shop.pool, { merchantId: id, mode: 1 });
    expect(await done(liveKey)).toEqual({ steps: [1, 2, 3, 4], ready: false });
    await shop.pool.query({ text: 'UPDATE challenge SET paid_at = now() WHERE key = $1', values: [key] });
    expect(await done(liveKey)).toEqual({ steps: [1, 2, 3, 4, 5], ready: true });
    await shop.api.revokeKeys(merchantId, 'live');
    await shop.pool.query({ text: 'DELETE FROM challenge WHERE merchant_id = $1', values: [id] });
    await shop.pool.query({
      text: `INSERT INTO day_figure (merchant_id, mode, day, challenges, paid_challenges) VALUES ($1, 1, '2026-01-01', 1, 1)`,
      values: [id],
    });
    expect(await done(testKey)).toEqual({ steps: [1, 2, 3, 4, 5], ready: true });
  });

  it('shows a webhook of either mode for as long as it gets events', async () => {
    const { testKey, liveKey } = await shop.api.newMerchant();
    const made = await shop.post('/api/merchant/webhooks', { url: 'https://hooks.example/x' }, {}, liveKey);
    expect(await done(testKey)).toEqual({ steps: [1, 3, 6], ready: false });
    const path = `/api/merchant/webhooks/${String(made.body['id'])}`;
    await shop.api.call('PATCH', path, liveKey, { enabled: false });
    expect(await done(testKey)).toEqual({ steps: [1, 3], ready: false });
  });
});
