import { TAKE_DUE } from './delivery.sql.js';
import { DeliveryScene, tenantOf, type DeliveringProcess } from './testing/delivery-scene.js';
import type { Receiver } from './testing/receiver.js';
import { webhookBounds } from './webhook-bounds.js';

const one = tenantOf(1);
const two = tenantOf(2);
let scene: DeliveryScene;

beforeAll(async () => {
  scene = await DeliveryScene.start();
});
afterEach(() => scene.clear());
afterAll(() => scene.close());

/** Longer than a test may take on the busiest machine: whom it gives up, it would replace by the next that waits. */
const PATIENCE_MILLIS = 600_000;
const processOf = (): DeliveringProcess =>
  scene.process({ send: scene.senderOf(scene.guard, PATIENCE_MILLIS) });

async function slowReceivers(count: number): Promise<Receiver[]> {
  const made = await Promise.all(Array.from({ length: count }, () => scene.receiver()));
  for (const receiver of made) receiver.answer = 'hang';
  return made;
}

describe('a receiver that is slow', () => {
  it('delays nobody else, however much waits for it', async () => {
    const [slow] = await slowReceivers(1);
    const quick = await scene.receiver();
    if (!slow) throw new Error('no receiver');
    await scene.add(one, slow);
    await scene.add(two, quick);
    for (let n = 0; n < 30; n += 1) {
      await scene.tell(one);
      await scene.tell(two);
    }
    const patient = processOf();
    await scene.handOut();
    await patient.round.run();
    await quick.until(30);
    await slow.until(webhookBounds.perEndpointMax);
    expect(slow.mostAtATime).toBe(webhookBounds.perEndpointMax);
    expect(new Set(quick.ids).size).toBe(30);
    expect(slow.received).toHaveLength(webhookBounds.perEndpointMax);
  });

  it('is one of a merchant’s many: together they hold no more than a merchant may', async () => {
    const slow = await slowReceivers(4);
    for (const receiver of slow) await scene.add(one, receiver);
    for (let n = 0; n < 10; n += 1) await scene.tell(one);
    const [a, b] = [processOf(), processOf()];
    await scene.handOut();
    await a.round.run();
    await b.round.run();
    const held = (): number => slow.reduce((sum, { held: { length } }) => sum + length, 0);
    while (held() < webhookBounds.perMerchantMax) await new Promise((resolve) => setImmediate(resolve));
    expect(a.deliveries.size + b.deliveries.size).toBe(webhookBounds.perMerchantMax);
    // Every one of them has its share.
    expect(slow.every(({ received }) => received.length === 2)).toBe(true);
  });
});

it('has no claim on room that another receiver of its merchant could use, however long its own have waited', async () => {
  const slow = await slowReceivers(2);
  const quick = await scene.receiver();
  const endpoints = [];
  for (const receiver of [...slow, quick]) endpoints.push(await scene.add(one, receiver));
  for (let n = 0; n < 4; n += 1) await scene.tell(one);
  await scene.handOut();
  const hold = `UPDATE webhook_delivery SET taken_until = now() + interval '1 hour' WHERE id IN (
    SELECT id FROM webhook_delivery WHERE endpoint_id = $1 ORDER BY id LIMIT $2)`;
  // Seven of the merchant's eight are under way, and the last room is asked for by a slow one's oldest and by the quick one.
  await scene.pool.query({ text: hold, values: [endpoints[0]?.id, 3] });
  await scene.pool.query({ text: hold, values: [endpoints[1]?.id, 4] });
  await scene.pool.query({
    text: `UPDATE webhook_delivery SET next_attempt_at = next_attempt_at - interval '1 minute' WHERE endpoint_id = $1`,
    values: [endpoints[0]?.id],
  });
  await processOf().round.run();
  await quick.until(1);
  expect(slow[0]?.received).toEqual([]);
});

it('takes by the index, however long the queue of one endpoint is', async () => {
  const [slow] = await slowReceivers(1);
  const quick = await scene.receiver();
  if (!slow) throw new Error('no receiver');
  const { id } = await scene.add(one, slow);
  await scene.add(two, quick);
  await scene.pool.query({
    text: `WITH told AS (
        INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
        SELECT 1, 0, 'x', '{}', now() FROM generate_series(1, 20000) RETURNING *)
      INSERT INTO webhook_delivery (endpoint_id, merchant_id, mode, event_key, event_id, type, occurred_at,
        next_attempt_at, created_at)
      SELECT $1, 1, 0, id, event_id, 'x', now(), '2026-01-01', now() FROM told`,
    values: [id],
  });
  await scene.pool.query({ text: 'ANALYZE webhook_delivery, outbox' });
  const { perEndpointMax, perMerchantMax } = webhookBounds;
  const { rows } = await scene.pool.query<{ 'QUERY PLAN': string }>({
    text: `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${TAKE_DUE}`,
    values: [scene.clock.now(), perEndpointMax, perMerchantMax, 100, 100, 30],
  });
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('webhook_delivery_pending');
  expect(plan).not.toMatch(/Seq Scan on (webhook_delivery|outbox)/);
  expect(plan).not.toMatch(/rows=\d{4}/);
});
