import { ManualClock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { type CreatedMerchant, HandOverPlans, Merchants } from '@turnpike/merchants';
import { JOBS } from '@turnpike/queues';
import { runHere } from '../support/operator-process.js';
import { ClockedInstance } from '../support/clocked-instance.js';
import { untilEventsAreFinal } from '../support/committed-events.js';
import { type InstanceReply } from '../support/instance-calls.js';

const PATH = '/api/merchant/subscription';
const BEHIND = `event_cursor c WHERE c.consumer = 'plan_purchases'
  AND EXISTS (SELECT 1 FROM outbox o WHERE (o.xid, o.id) > (c.xid, c.id))`;

let instance: ClockedInstance;
let pool: HotPool;
let seller: CreatedMerchant;
let buyer: CreatedMerchant;

beforeAll(async () => {
  instance = await ClockedInstance.start({
    clock: new ManualClock(new Date('2026-11-20T12:00:00Z')),
    variables: { PLANS: 'hosted', DEFAULT_PLAN: 'individual', OPERATOR_MERCHANT: '1:test' },
  });
  pool = new HotPool(instance.database.url, 2);
  seller = await newMerchant('seller');
});
beforeEach(async () => {
  buyer = await newMerchant(`buyer-${String(instance.clock.now().getTime())}`);
});
afterEach(() => instance.clock.advanceSeconds(60));
afterAll(async () => {
  await pool.onApplicationShutdown();
  await instance.stop();
});

const newMerchant = (name: string): Promise<CreatedMerchant> =>
  instance.app.get(Merchants, { strict: false }).create({ name, email: `${name}@example.com` });
const testKeyOf = ({ testApiKey }: CreatedMerchant): string => testApiKey;
const subscription = async () => (await instance.call('GET', PATH, testKeyOf(buyer))).body;
const purchases = (): Promise<number> =>
  count(`plan_purchase WHERE merchant_id = ${String(buyer.merchant.merchantId)}`);

async function count(rows: string): Promise<number> {
  const { rows: counted } = await pool.query<{ n: number }>({
    text: `SELECT count(*)::int4 AS n FROM ${rows}`,
  });
  return counted[0]?.n ?? 0;
}

/** The worker’s turn, until nothing is left for it. */
async function handOver(): Promise<void> {
  await untilEventsAreFinal(pool);
  do await instance.job(JOBS.countEvents);
  while ((await count(BEHIND)) > 0);
}

/** Somebody pays an invoice of that merchant in the sandbox; resolves when the wallet has said so. */
async function pay(of: CreatedMerchant, offer: { invoice: string; hash: string }): Promise<string> {
  const paid = await instance.call('POST', '/api/sandbox/pay', testKeyOf(of), { invoice: offer.invoice });
  expect(paid.status).toBe(200);
  await instance.roundsUntil(
    async () =>
      (await count(`outbox WHERE type = 'challenge.paid' AND data->>'paymentHash' = '${offer.hash}'`)) === 1,
  );
  return String(paid.body['preimage']);
}

/** Asks for a plan, and has somebody pay who is not the one who asked. Gives the header that would prove it. */
async function paidByPhone(planId: string): Promise<string> {
  const { status, body } = await instance.call('POST', PATH, buyer.apiKey, { planId });
  expect(status).toBe(402);
  const { macaroon, invoice, payment_hash: hash } = body['l402'] as Record<string, string>;
  return `L402 ${macaroon!}:${await pay(seller, { invoice: invoice!, hash: hash! })}`;
}

/** Mints a challenge for such words, and has it paid. */
async function sell(by: CreatedMerchant, resource: string): Promise<void> {
  const { invoice, paymentHash } = await instance.mint(testKeyOf(by), resource);
  await pay(by, { invoice, hash: paymentHash });
}

async function send(authorization: string, planId: string): Promise<Pick<InstanceReply, 'status' | 'body'>> {
  const answer = await fetch(instance.baseUrl + PATH, {
    method: 'POST',
    headers: { 'x-api-key': buyer.apiKey, 'content-type': 'application/json', authorization },
    body: JSON.stringify({ planId }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe('a plan that was paid for from another device', () => {
  it('is handed over by the wallet’s word, once, and the credential that comes later changes nothing', async () => {
    const credential = await paidByPhone('business');
    expect((await subscription())['planTier']).toBe('individual');
    await handOver();
    const bought = await subscription();
    expect(bought).toMatchObject({ planTier: 'business', subscriptionStatus: 'active' });
    expect(await send(credential, 'business')).toEqual({ status: 200, body: bought });
    expect([await subscription(), await purchases()]).toEqual([bought, 1]);
  });

  it('is not handed over again where the credential was sent first, nor after a crash, nor by many workers', async () => {
    expect((await send(await paidByPhone('business'), 'business')).status).toBe(200);
    const bought = await subscription();
    await handOver();
    expect([await subscription(), await purchases()]).toEqual([bought, 1]);
    await paidByPhone('individual');
    await untilEventsAreFinal(pool);
    const plans = instance.workerPart(HandOverPlans);
    await Promise.all(Array.from({ length: 4 }, () => plans.run()));
    await handOver();
    const both = await subscription();
    expect(await purchases()).toBe(2);
    // What was not counted as done is done again.
    await pool.query({ text: `UPDATE event_cursor SET xid = '0', id = 0 WHERE consumer = 'plan_purchases'` });
    await handOver();
    expect([await subscription(), await purchases()]).toEqual([both, 2]);
  });

  it('is not made of what another merchant sells, nor of the other mode, nor of words that only look so', async () => {
    const id = String(buyer.merchant.merchantId);
    const resource = `plan:business:merchant:${id}`;
    await sell(buyer, resource);
    for (const odd of [
      `plan:business:merchant:0${id}`,
      `plan:gold:merchant:${id}`,
      'plan:business:merchant:999999',
    ])
      await sell(seller, odd);
    await pool.query({
      text: `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
        SELECT merchant_id, 1, type, jsonb_set(data, '{resource}', to_jsonb($1::text)), occurred_at
        FROM outbox WHERE merchant_id = 1 AND type = 'challenge.paid' LIMIT 1`,
      values: [resource],
    });
    await handOver();
    expect((await subscription())['planTier']).toBe('individual');
    expect(await purchases()).toBe(0);
  });
});

it('events wait for plan sales wherever any worker makes them, since that worker says so', async () => {
  await pool.query({ text: `UPDATE event_cursor SET worked_at = NULL` });
  await instance.workerPart(HandOverPlans).run();
  instance.clock.advanceSeconds(3_600);
  await instance.workerPart(HandOverPlans).run();
  const { rows } = await pool.query({
    text: 'SELECT consumer, worked_at FROM event_cursor WHERE worked_at IS NOT NULL',
  });
  expect(rows).toEqual([{ consumer: 'plan_purchases', worked_at: instance.clock.now() }]);
});

describe('a plan that was paid for and cannot be handed over', () => {
  const waiting = async (): Promise<object[]> => {
    const { rows } = await pool.query({
      text: 'SELECT plan_tier, attempts, failure FROM plan_handover WHERE merchant_id = $1',
      values: [buyer.merchant.merchantId],
    });
    return rows;
  };

  it('is handed over by the operator’s command, which says what waits still and why', async () => {
    await pool.query({ text: 'DELETE FROM plan_handover' });
    await pool.query({
      text: `CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'broken sale'; END $$ LANGUAGE plpgsql;
        CREATE TRIGGER refuse BEFORE INSERT ON plan_purchase FOR EACH ROW EXECUTE FUNCTION refuse()`,
    });
    await paidByPhone('business');
    await handOver();
    const retry = (...more: string[]) => runHere(instance.variables, 'plan', 'retry', ...more);
    expect(await retry()).toMatchObject({
      isWell: false,
      json: { tried: 1, left: [{ planTier: 'business', attempts: 2 }] },
      text: expect.stringContaining('broken sale') as string,
    });
    await pool.query({ text: 'DROP FUNCTION refuse CASCADE' });
    expect(await retry('--payment-hash', 'ab'.repeat(32))).toMatchObject({ json: { tried: 0 } });
    expect(await retry()).toMatchObject({ isWell: true, json: { tried: 1, left: [] } });
    expect([await waiting(), await purchases()]).toEqual([[], 1]);
    await expect(retry('--payment-hash', 'x')).rejects.toThrow('64 hex digits');
  });

  it('holds up no other, is told of, and is handed over once it can be', async () => {
    await pool.query({
      text: `CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'broken sale'; END $$ LANGUAGE plpgsql;
        CREATE TRIGGER refuse BEFORE INSERT ON plan_purchase FOR EACH ROW WHEN (NEW.plan_tier = 'business') EXECUTE FUNCTION refuse()`,
    });
    await paidByPhone('business');
    await handOver();
    const failed = {
      plan_tier: 'business',
      attempts: 1,
      failure: expect.stringContaining('broken sale') as string,
    };
    expect(await waiting()).toEqual([failed]);
    await paidByPhone('individual');
    await handOver();
    expect([await waiting(), await purchases()]).toEqual([[failed], 1]);
    const { count: failing } = await instance.workerPart(HandOverPlans).failing();
    expect(failing).toBeGreaterThanOrEqual(1);
    await pool.query({ text: 'DROP FUNCTION refuse CASCADE' });
    instance.clock.advanceSeconds(59);
    await handOver();
    expect(await purchases()).toBe(1);
    instance.clock.advanceSeconds(1);
    await handOver();
    expect([await waiting(), await purchases()]).toEqual([[], 2]);
    expect((await subscription())['planTier']).toBe('business');
  });

  it('is tried again later each time, and given up after 90 days', async () => {
    await sell(seller, `plan:gone:merchant:${String(buyer.merchant.merchantId)}`);
    await handOver();
    for (const seconds of [60, 120]) {
      instance.clock.advanceSeconds(seconds - 1);
      await handOver();
      instance.clock.advanceSeconds(1);
      await handOver();
    }
    const failure = 'the plan gone is offered no more';
    expect(await waiting()).toEqual([{ plan_tier: 'gone', attempts: 3, failure }]);
    const plans = instance.workerPart(HandOverPlans);
    const after = (days: number): Date => new Date(instance.clock.now().getTime() + days * 86_400_000);
    await plans.forget(after(89));
    expect(await waiting()).toHaveLength(1);
    await plans.forget(after(91));
    expect(await waiting()).toEqual([]);
  });
});
