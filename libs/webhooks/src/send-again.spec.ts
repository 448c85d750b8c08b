import { EventLog } from '@turnpike/events';
import { NotFound, ValidationFailed, WebhookDisabled } from '@turnpike/problems';
import type { QueueProducer } from '@turnpike/queues';
import { DeliveryLog } from './delivery-log.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import { SendAgain } from './send-again.js';
import { SendAgainRepository } from './send-again.repository.js';
import { DeliveryScene, tenantOf } from './testing/delivery-scene.js';
import type { Receiver } from './testing/receiver.js';

const one = tenantOf(1);
const strangers = [tenantOf(2), tenantOf(1, 'live')];
let scene: DeliveryScene;
let again: SendAgain;
let log: DeliveryLog;
let receiver: Receiver;
let nudges = 0;

beforeAll(async () => {
  scene = await DeliveryScene.start();
  const queues: Pick<QueueProducer, 'nudgeWebhooks'> = {
    nudgeWebhooks: () => Promise.resolve((nudges += 1) > 0),
  };
  const { pool, clock } = scene;
  again = new SendAgain(new EventLog(pool), new SendAgainRepository(pool), queues as QueueProducer, clock);
  log = new DeliveryLog(new DeliveryLogRepository(pool));
});
beforeEach(async () => {
  nudges = 0;
  receiver = await scene.receiver();
});
afterEach(() => scene.clear());
afterAll(() => scene.close());

const typesAt = ({ received }: Receiver): string[] =>
  received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

describe('a test', () => {
  it('goes to that endpoint and no other, whatever types it asked for, once', async () => {
    const other = await scene.receiver();
    const { id } = await scene.add(one, receiver, { events: ['challenge.paid'] });
    await scene.add(one, other);
    const eventId = await again.test(one, id);
    await scene.deliver();
    await scene.deliver();
    expect([typesAt(receiver), typesAt(other), nudges]).toEqual([['webhook.test'], [], 1]);
    expect(receiver.ids).toEqual([eventId]);
    expect(await scene.told('webhook.test')).toEqual([{ mode: 'test', merchantId: 1, webhookId: id }]);
  });

  it('of another’s endpoint, or of one that is disabled, is refused, and nothing is written', async () => {
    const { id } = await scene.add(one, receiver);
    for (const stranger of strangers) await expect(again.test(stranger, id)).rejects.toThrow(NotFound);
    await expect(again.test(one, 'we_x')).rejects.toThrow(NotFound);
    await scene.endpoints.change(one, id, { enabled: false });
    await expect(again.test(one, id)).rejects.toThrow(WebhookDisabled);
    expect([await scene.rows(), await scene.told('webhook.test'), nudges]).toEqual([[], [], 0]);
  });
});

describe('a replay', () => {
  it('sends the event again under its id, to all that want its type or to the one that is named', async () => {
    const other = await scene.receiver();
    await scene.add(one, receiver);
    const { id } = await scene.add(one, other, { events: ['wallet.recovered'] });
    await scene.tell(one);
    await scene.deliver();
    const [eventId = ''] = receiver.ids;
    expect(await again.replay(one, eventId, null)).toBe(1);
    await scene.deliver();
    expect(receiver.ids).toEqual([eventId, eventId]);
    expect(await again.replay(one, eventId, id)).toBe(1);
    await scene.deliver();
    expect([other.ids, receiver.ids.length]).toEqual([[eventId], 2]);
  });

  it('of what is on its way already hurries it and sends nothing twice', async () => {
    receiver.answer = 500;
    await scene.add(one, receiver);
    await scene.tell(one);
    await scene.deliver();
    const [eventId = ''] = receiver.ids;
    receiver.answer = 200;
    await again.replay(one, eventId, null);
    await scene.deliver();
    expect(receiver.received).toHaveLength(2);
    expect(await scene.rows()).toMatchObject([{ state: 1, attempts: 2 }]);
  });

  it('of another’s event, or to another’s or a disabled endpoint, is refused', async () => {
    const { id } = await scene.add(one, receiver);
    const theirs = await scene.add(strangers[0] ?? one, receiver);
    await scene.tell(one);
    await scene.deliver();
    const [eventId = ''] = receiver.ids;
    for (const stranger of strangers)
      await expect(again.replay(stranger, eventId, null)).rejects.toThrow(NotFound);
    await expect(again.replay(one, eventId, theirs.id)).rejects.toThrow(NotFound);
    await expect(again.replay(one, 'x', null)).rejects.toThrow(NotFound);
    await scene.endpoints.change(one, id, { enabled: false });
    await expect(again.replay(one, eventId, id)).rejects.toThrow(WebhookDisabled);
    expect(await again.replay(one, eventId, null)).toBe(0);
    expect(await scene.rows()).toHaveLength(1);
  });
});

describe('the deliveries of an endpoint', () => {
  it('are listed newest first, page by page, with what became of them', async () => {
    const { id } = await scene.add(one, receiver);
    await scene.tell(one, 'challenge.paid');
    await scene.deliver();
    receiver.answer = 500;
    await scene.tell(one, 'challenge.settled');
    await scene.deliver();
    const first = await log.list(one, id, null, 1);
    expect(first.deliveries).toMatchObject([
      { type: 'challenge.settled', state: 'pending', attempts: 1, lastStatus: 500, lastError: 'status' },
    ]);
    const second = await log.list(one, id, first.nextCursor, 1);
    expect(second).toMatchObject({
      deliveries: [{ type: 'challenge.paid', state: 'delivered', lastStatus: 204, lastError: null }],
      nextCursor: null,
    });
  });

  it('are not another’s to see, and a cursor of somebody’s own making is refused', async () => {
    const { id } = await scene.add(one, receiver);
    for (const stranger of strangers) await expect(log.list(stranger, id, null, 5)).rejects.toThrow(NotFound);
    for (const cursor of ['x', '', 'OTk5OTk5OTk5OTk5OTk5OTk5OTk'])
      await expect(log.list(one, id, cursor, 5)).rejects.toThrow(ValidationFailed);
  });

  it('are forgotten with their events', async () => {
    const { id } = await scene.add(one, receiver);
    await scene.tell(one);
    await scene.deliver();
    expect(await log.prune(scene.clock.now(), 10)).toBe(0);
    scene.clock.advanceSeconds(1);
    expect(await log.prune(scene.clock.now(), 10)).toBe(1);
    expect((await log.list(one, id, null, 5)).deliveries).toEqual([]);
  });
});
