import { connect } from 'node:net';
import { EventStreams } from '../../apps/api/src/events/event-streams.js';
import { EventStream } from '../support/event-stream.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
const streams: EventStream[] = [];

beforeAll(async () => {
  shop = await SandboxShop.open();
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(() => shop.close());

async function open(key = shop.key, headers: Record<string, string> = {}): Promise<EventStream> {
  const url = `${shop.api.baseUrl}/api/merchant/events/stream`;
  const stream = await EventStream.open(url, { 'x-api-key': key, ...headers });
  streams.push(stream);
  return stream;
}

/** Of challenges: that a merchant's keys were made may come late, as another file's transactions hold events up. */
const types = ({ events }: EventStream): string[] =>
  events.map(({ event }) => event).filter((type) => type.startsWith('challenge.'));

describe('a stream of events', () => {
  it('tells what happens to its merchant in its mode, as a webhook would, and nothing of others', async () => {
    const other = await shop.api.newMerchant();
    const [mine, theirs, live] = await Promise.all([
      open(),
      open(other.testKey),
      open(shop.merchant.liveKey),
    ]);
    expect(mine.response.status).toBe(200);
    expect(Object.fromEntries(mine.response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-api-version': '1',
    });
    const offer = await shop.paid();
    await shop.verify(offer);
    await mine.until(({ events }) => events.length >= 2);
    expect(types(mine).slice(0, 2)).toEqual(['challenge.created', 'challenge.paid']);
    expect(JSON.parse(mine.events[1]?.data ?? '')).toMatchObject({
      type: 'challenge.paid',
      timestamp: '2026-11-20T12:00:00.000Z',
      data: { paymentHash: offer.paymentHash },
    });
    await shop.minted({}, {}, other.testKey);
    await theirs.until(() => types(theirs).length > 0);
    expect([types(theirs), types(live)]).toEqual([['challenge.created'], []]);
  });

  it('goes on behind the event that was heard last, and not behind one of somebody else', async () => {
    const first = await open();
    for (const resource of ['/a', '/b']) await shop.minted({ resource });
    await first.until(({ events }) => events.length === 2);
    first.close();
    await shop.minted({ resource: '/c' });
    const again = await open(shop.key, { 'last-event-id': first.events[0]?.id ?? '' });
    await again.until(({ events }) => events.length === 2);
    expect(
      again.events.map(({ data }) => (JSON.parse(data) as { data: { resource: string } }).data.resource),
    ).toEqual(['/b', '/c']);
    const other = await shop.api.newMerchant();
    const stranger = await open(other.testKey, { 'last-event-id': first.events[0]?.id ?? '' });
    await shop.minted({}, {}, other.testKey);
    await stranger.until(() => types(stranger).length > 0);
    expect(types(stranger)).toEqual(['challenge.created']);
  });

  it('ends when its key is revoked', async () => {
    const { body } = await shop.post('/api/merchant/api-keys', { scopes: ['merchant:admin'] });
    const stream = await open(String(body['key']));
    const other = await open((await shop.api.newMerchant()).testKey);
    await shop.api.call('DELETE', `/api/merchant/api-keys/${String(body['id'])}`, shop.key);
    await stream.until(({ ended }) => ended);
    expect(other.ended).toBe(false);
  });

  it('is one of ten that a merchant may have', async () => {
    const { testKey } = await shop.api.newMerchant();
    const all = await Promise.all(Array.from({ length: 11 }, () => open(testKey)));
    expect(all.map(({ response: { status } }) => status).sort()).toEqual([
      ...Array<number>(10).fill(200),
      429,
    ]);
    all.find(({ response: { status } }) => status === 200)?.close();
    for (let status = 429; status === 429;) ({ status } = (await open(testKey)).response);
  });

  it.each([
    ['without a key', null, 401],
    ['with a key that may not', 'narrow', 403],
  ])('is refused %s', async (_what, which, status) => {
    const key = which === null ? null : await shop.newKey('challenges:read');
    expect((await shop.get('/api/merchant/events/stream', key)).status).toBe(status);
  });
});

it('streams that were asked for on one connection, one behind another, all end with it', async () => {
  const served = shop.api.app.get(EventStreams, { strict: false });
  const until = async (count: number): Promise<void> => {
    while (served.size !== count) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await until(0);
  const reader = connect(Number(new URL(shop.api.baseUrl).port), '127.0.0.1');
  const lines = ['GET /api/merchant/events/stream HTTP/1.1', 'Host: a.example', `X-API-Key: ${shop.key}`];
  reader.write(`${lines.join('\r\n')}\r\n\r\n`.repeat(3));
  await until(3);
  reader.destroy();
  await until(0);
});

it('streams end when the process does, and hold it up no longer than a second or two', async () => {
  const own = await SandboxShop.open({ SHUTDOWN_SECONDS: '20' });
  const stream = await EventStream.open(`${own.api.baseUrl}/api/merchant/events/stream`, {
    'x-api-key': own.key,
  });
  const startedAt = performance.now();
  await own.close();
  await stream.until(({ ended }) => ended);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});
