import { Logger } from '@nestjs/common';
import { DeliveryScene, tenantOf } from './testing/delivery-scene.js';
import { Receiver } from './testing/receiver.js';

const one = tenantOf(1);
const two = tenantOf(2);
let scene: DeliveryScene;

beforeAll(async () => {
  Logger.overrideLogger(false);
  scene = await DeliveryScene.start();
});
afterEach(() => scene.clear());
afterAll(() => scene.close());

describe('an event', () => {
  it('arrives signed, as the published verifier has it, with type, timestamp and data', async () => {
    const receiver = await scene.receiver();
    const { secret } = await scene.add(one, receiver);
    await scene.tell(one, 'challenge.paid', { resource: '/ä/"☂' });
    await scene.deliver();
    const [message] = receiver.received;
    if (message === undefined) throw new Error('nothing arrived');
    expect(Receiver.verified(message, secret, scene.clock.now())).toEqual({
      type: 'challenge.paid',
      timestamp: '2026-11-20T12:00:00.000Z',
      data: { resource: '/ä/"☂' },
    });
    expect(message.path).toBe('/hook?from=turnpike');
    expect(await scene.rows()).toMatchObject([
      { event_id: message.headers['webhook-id'], state: 1, last_status: 204 },
    ]);
    expect(() =>
      Receiver.verified({ ...message, body: `${message.body} ` }, secret, scene.clock.now()),
    ).toThrow();
  });

  it('goes to every endpoint of its merchant and mode that wants it, and to no other', async () => {
    const [all, paid, opted, other, live] = await Promise.all(
      Array.from({ length: 5 }, () => scene.receiver()),
    );
    if (!all || !paid || !opted || !other || !live) throw new Error('no receiver');
    await scene.add(one, all);
    await scene.add(one, paid, { events: ['challenge.paid'] });
    await scene.add(one, opted, { events: ['challenge.created'] });
    await scene.add(two, other);
    await scene.add(tenantOf(1, 'live'), live);
    for (const type of ['challenge.created', 'challenge.paid', 'wallet.recovered'])
      await scene.tell(one, type);
    await scene.deliver();
    const typesAt = ({ received }: Receiver): string[] =>
      received.map(({ body }) => (JSON.parse(body) as { type: string }).type).sort();
    expect([all, paid, opted, other, live].map(typesAt)).toEqual([
      ['challenge.paid', 'wallet.recovered'],
      ['challenge.paid'],
      ['challenge.created'],
      [],
      [],
    ]);
  });

  it('that is handed out is sent, whatever keeps others from being handed out', async () => {
    const receiver = await scene.receiver();
    await scene.add(one, receiver);
    await scene.tell(one);
    await scene.handOut();
    const moveCursor = (xid: string) =>
      scene.pool.query({
        text: `UPDATE event_cursor SET xid = $1::xid8 WHERE consumer = 'webhooks'`,
        values: [xid],
      });
    await moveCursor(String(2n ** 60n));
    const { round, deliveries } = scene.process();
    await expect(round.run()).rejects.toThrow('restored');
    await deliveries.idle();
    expect(receiver.ids).toHaveLength(1);
    await moveCursor('0');
  });

  it('is handed out once, however many processes are at it', async () => {
    const receiver = await scene.receiver();
    await scene.add(one, receiver);
    for (let n = 0; n < 40; n += 1) await scene.tell(one);
    const processes = [scene.process(), scene.process(), scene.process()];
    await Promise.all(processes.map((process) => scene.deliver(process)));
    while ((await scene.rows()).some(({ state }) => state === 0)) await scene.deliver();
    expect(new Set(receiver.ids).size).toBe(40);
    expect(receiver.ids).toHaveLength(40);
    expect(receiver.mostAtATime).toBeLessThanOrEqual(4);
  });
});

describe('a rotated secret', () => {
  it('signs beside the new one for a day, and then no more', async () => {
    const receiver = await scene.receiver();
    const { id, secret: old } = await scene.add(one, receiver);
    const { secret: fresh } = await scene.endpoints.rotateSecret(one, id);
    await scene.tell(one);
    await scene.deliver();
    scene.clock.advanceSeconds(86_401);
    await scene.tell(one);
    await scene.deliver();
    const [within, after] = receiver.received;
    if (!within || !after) throw new Error('nothing arrived');
    const dayBefore = new Date(scene.clock.now().getTime() - 86_401_000);
    expect(Receiver.verified(within, old, dayBefore)).toBeTruthy();
    expect(Receiver.verified(within, fresh, dayBefore)).toBeTruthy();
    expect(Receiver.verified(after, fresh, scene.clock.now())).toBeTruthy();
    expect(() => Receiver.verified(after, old, scene.clock.now())).toThrow('No matching signature');
  });
});

describe('a process that dies between sending and recording', () => {
  it('has the event sent again, with the same id, and not before its time is over', async () => {
    const receiver = await scene.receiver();
    await scene.add(one, receiver);
    await scene.tell(one);
    let bury = (): void => undefined;
    const never = new Promise<void>((resolve) => (bury = resolve));
    const dying = Object.assign(Object.create(scene.repository) as typeof scene.repository, {
      arrived: () => never,
    });
    await scene.handOut();
    await scene.process({ repository: dying }).round.run();
    await receiver.until(1);
    await scene.deliver();
    expect(receiver.received).toHaveLength(1);
    await scene.lapse();
    await scene.deliver();
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.ids).size).toBe(1);
    expect(await scene.rows()).toMatchObject([{ state: 1, attempts: 2 }]);
    bury();
  });

  it('changes nothing when it comes back late with a failure, and everything with a success', async () => {
    await scene.add(one, await scene.receiver());
    await scene.tell(one);
    await scene.handOut();
    const [first] = await scene.repository.take(scene.clock.now(), 9, 9);
    await scene.lapse();
    const [second] = await scene.repository.take(scene.clock.now(), 9, 9);
    if (!first || !second) throw new Error('nothing was taken');
    expect(await scene.repository.take(scene.clock.now(), 9, 9)).toEqual([]);
    const gone = { status: 410, error: 'status' as const, retryAfterSeconds: null };
    await scene.repository.failed(first, gone, null, scene.clock.now());
    expect(await scene.rows()).toMatchObject([{ state: 0, attempts: 2, last_error: null }]);
    await scene.repository.arrived(first.id, 200, scene.clock.now());
    await scene.repository.failed(second, gone, null, scene.clock.now());
    expect(await scene.rows()).toMatchObject([{ state: 1, last_status: 200 }]);
    expect(await scene.endpoints.list(one)).toMatchObject([{ enabled: true }]);
  });
});
