import { AddressGuard, type Resolver } from '@turnpike/outbound';
import { DeliveryScene, tenantOf } from './testing/delivery-scene.js';
import type { Receiver } from './testing/receiver.js';

const one = tenantOf(1);
const two = tenantOf(2);
const HOUR = 3_600;
const DAY = 86_400;
let scene: DeliveryScene;
let receiver: Receiver;

beforeAll(async () => {
  scene = await DeliveryScene.start();
});
beforeEach(async () => {
  receiver = await scene.receiver();
});
afterEach(() => scene.clear());
afterAll(() => scene.close());

const endpoint = async () => (await scene.endpoints.list(one))[0];

describe('a receiver that is down for an hour', () => {
  it('gets everything afterwards, and its neighbour got everything at once', async () => {
    const neighbour = await scene.receiver();
    await scene.add(one, receiver);
    await scene.add(two, neighbour);
    receiver.answer = 502;
    for (let n = 0; n < 20; n += 1) {
      await scene.tell(one);
      await scene.tell(two);
    }
    // The queue of the one is longer than what may be under way to it.
    await scene.deliver();
    expect(new Set(neighbour.ids).size).toBe(20);
    for (let minute = 0; minute < 60; minute += 5) await scene.later(300);
    expect(await endpoint()).toMatchObject({ enabled: true, failingSince: new Date('2026-11-20T12:00:00Z') });
    receiver.answer = 200;
    const before = receiver.received.length;
    await scene.later(3 * HOUR);
    expect(new Set(receiver.ids.slice(before)).size).toBe(20);
    expect((await scene.rows()).every(({ state }) => state === 1)).toBe(true);
    expect(await endpoint()).toMatchObject({ enabled: true, failingSince: null });
    expect(neighbour.received).toHaveLength(20);
  });

  it('is asked again as the schedule says, ten times in all', async () => {
    await scene.add(one, receiver);
    receiver.answer = 500;
    await scene.tell(one);
    await scene.deliver();
    const waits = [5, 300, 1_800, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
    for (const [n, wait] of waits.entries()) {
      await scene.later(wait * 0.79);
      expect(receiver.received).toHaveLength(n + 1);
      await scene.later(wait * 0.42);
      expect(receiver.received).toHaveLength(n + 2);
    }
    expect(await scene.rows()).toMatchObject([
      { state: 2, attempts: 10, last_status: 500, last_error: 'status', next_attempt_at: null },
    ]);
    expect(new Set(receiver.ids).size).toBe(1);
  });
});

describe('an endpoint', () => {
  it('that answers 410 gets nothing more, and its merchant’s others are told', async () => {
    const other = await scene.receiver();
    const { id } = await scene.add(one, receiver, { description: 'old' });
    await scene.add(one, other, { events: ['webhook.disabled'] });
    receiver.answer = 410;
    await scene.tell(one);
    await scene.deliver();
    await scene.tell(one);
    await scene.deliver();
    expect(receiver.received).toHaveLength(1);
    const at = scene.clock.now();
    const list = await scene.endpoints.list(one);
    expect(list.find((each) => each.id === id)).toMatchObject({
      enabled: false,
      disabledReason: 'gone',
      disabledAt: at,
    });
    expect(await scene.told('webhook.disabled')).toEqual([
      {
        mode: 'test',
        merchantId: 1,
        webhookId: id,
        description: 'old',
        reason: 'gone',
        failingSince: '2026-11-20T12:00:00Z',
      },
    ]);
    expect(other.received).toHaveLength(1);
  });

  it('to which nothing has come for five days is disabled, once, and what waits for it ends', async () => {
    await scene.add(one, receiver);
    receiver.answer = 500;
    for (let day = 0; day < 7; day += 1) {
      await scene.tell(one);
      await scene.deliver();
      await scene.later(DAY);
    }
    expect(await endpoint()).toMatchObject({ enabled: false, disabledReason: 'failing' });
    expect(await scene.told('webhook.disabled')).toHaveLength(1);
    await scene.deliver();
    expect((await scene.rows()).filter(({ state }) => state === 0)).toEqual([]);
    const before = receiver.received.length;
    await scene.later(DAY);
    expect(receiver.received).toHaveLength(before);
  });

  it('begins anew when it is enabled again', async () => {
    const { id } = await scene.add(one, receiver);
    receiver.answer = 410;
    await scene.tell(one);
    await scene.deliver();
    await scene.deliver();
    await scene.endpoints.change(one, id, { enabled: true });
    receiver.answer = 200;
    await scene.tell(one);
    await scene.deliver();
    expect(await endpoint()).toMatchObject({ enabled: true, disabledReason: null, failingSince: null });
    expect(receiver.received).toHaveLength(2);
  });

  it('that is removed or disabled while something waits for it gets it no more', async () => {
    const off = await scene.receiver();
    const [gone, disabled] = [await scene.add(one, receiver), await scene.add(two, off)];
    [receiver.answer, off.answer] = [500, 500];
    for (const tenant of [one, two]) await scene.tell(tenant);
    await scene.deliver();
    await scene.endpoints.remove(one, gone.id);
    await scene.endpoints.change(two, disabled.id, { enabled: false });
    await scene.later(HOUR);
    expect([receiver.received.length, off.received.length]).toEqual([1, 1]);
    expect(await scene.rows()).toMatchObject([
      { state: 2, last_error: 'disabled' },
      { state: 2, last_error: 'disabled' },
    ]);
  });
});

describe('a receiver that asks for time', () => {
  it.each([
    [429, '7200', 7_200],
    [503, '999999999', DAY],
    [429, 'Fri, 20 Nov 2026 14:00:00 GMT', 7_200],
  ])('gets it: %i with Retry-After %s', async (status, retryAfter, seconds) => {
    await scene.add(one, receiver);
    receiver.answer = (response) => response.writeHead(status, { 'retry-after': retryAfter }).end();
    await scene.tell(one);
    await scene.deliver();
    const [row] = await scene.rows();
    expect(row?.next_attempt_at).toEqual(new Date(scene.clock.now().getTime() + seconds * 1000));
  });
});

it('that asks for less time than is next gets no attempt sooner, so that ten are not over in seconds', async () => {
  await scene.add(one, receiver);
  receiver.answer = (response) => response.writeHead(503, { 'retry-after': '1' }).end();
  await scene.tell(one);
  await scene.deliver();
  const [row] = await scene.rows();
  expect(row?.next_attempt_at?.getTime()).toBeGreaterThanOrEqual(scene.clock.now().getTime() + 4_000);
});

describe('what goes wrong with a receiver', () => {
  it.each([
    [
      'redirects',
      () => void (receiver.answer = (response) => response.writeHead(307, { location: '/x' }).end()),
      { last_status: 307, last_error: 'redirect' },
    ],
    ['answers nothing', () => void (receiver.answer = 'hang'), { last_status: null, last_error: 'timeout' }],
    [
      'never ends its answer',
      () => void (receiver.answer = (response) => void response.writeHead(200).write('x')),
      { last_status: null, last_error: 'timeout' },
    ],
    [
      'hangs up',
      () => void (receiver.answer = (response) => response.destroy()),
      { last_status: null, last_error: 'lost' },
    ],
  ])('that %s is on record, and it is asked once', async (_what, prepare, expected) => {
    await scene.add(one, receiver);
    prepare();
    await scene.tell(one);
    await scene.deliver();
    expect(await scene.rows()).toMatchObject([{ state: 0, attempts: 1, ...expected }]);
    expect(receiver.received).toHaveLength(1);
  });

  it('that answers at length is none of ours: it took the event', async () => {
    await scene.add(one, receiver);
    receiver.answer = (response) => response.writeHead(200).end('x'.repeat(2_000_000));
    await scene.tell(one);
    await scene.deliver();
    expect(await scene.rows()).toMatchObject([{ state: 1, last_status: 200 }]);
  });

  it('that is away, or leads inside the network, is on record', async () => {
    await scene.add(one, receiver);
    await receiver.stop();
    await scene.tell(one);
    await scene.deliver();
    expect(await scene.rows()).toMatchObject([{ state: 0, last_status: null, last_error: 'unreachable' }]);
    const careful = scene.senderOf(new AddressGuard(['inside.example'], resolverTo('169.254.169.254')));
    await scene.pool.query({ text: `UPDATE webhook_endpoint SET url = 'https://outside.example/'` });
    scene.clock.advanceSeconds(10);
    await scene.deliver(scene.process({ send: careful }));
    expect(await scene.rows()).toMatchObject([{ state: 0, attempts: 2, last_error: 'address_refused' }]);
  });

  it('whose secret does not open is on record, and nothing is sent', async () => {
    await scene.add(one, receiver);
    await scene.pool.query({ text: `UPDATE webhook_endpoint SET id = 'we_moved'` });
    await scene.tell(one);
    await scene.deliver();
    expect(await scene.rows()).toMatchObject([{ state: 0, last_error: 'secret' }]);
    expect(receiver.received).toEqual([]);
  });
});

/** A resolver by which every name leads to that address. */
function resolverTo(address: string): Resolver {
  return (_host, _options, done) => done(null, [{ address, family: 4 }]);
}
