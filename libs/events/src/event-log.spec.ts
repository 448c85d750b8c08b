import { appendOutbox, ColdPool } from '@turnpike/database';
import type { MerchantId, Tenant } from '@turnpike/l402';
import { untilEventsAreFinal } from '../../../test/support/committed-events.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { EventLog } from './event-log.repository.js';
import { cursorOfPlace, placeOfCursor } from './event-place.js';

const one: Tenant = { merchantId: 1 as MerchantId, mode: 'test' };
const other: Tenant = { merchantId: 2 as MerchantId, mode: 'test' };
const live: Tenant = { ...one, mode: 'live' };
let database: TestDatabase;
let pool: ColdPool;
let log: EventLog;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 4);
  log = new EventLog(pool);
});
beforeEach(() => pool.query({ text: 'TRUNCATE outbox' }));
afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const tell = (type: string, tenant = one, by: ColdPool | Parameters<typeof appendOutbox>[0] = pool) =>
  appendOutbox(by, { ...tenant, type, data: {}, occurredAt: new Date() });
const types = (events: readonly { readonly type: string }[]): string[] => events.map(({ type }) => type);

describe('the log of a tenant', () => {
  it('has its own events and no other, newest first, page by page', async () => {
    for (const type of ['a', 'b', 'c', 'd']) {
      await tell(type);
      await tell(`other ${type}`, other);
      await tell(`live ${type}`, live);
    }
    const first = await log.list(one, { type: null, before: null, limit: 3 });
    expect(types(first.events)).toEqual(['d', 'c', 'b']);
    await tell('later');
    const rest = await log.list(one, { type: null, before: first.next, limit: 3 });
    expect([types(rest.events), rest.next]).toEqual([['a'], null]);
    const whole = await log.list(live, { type: null, before: null, limit: 4 });
    expect([whole.events.length, whole.next]).toEqual([4, null]);
  });

  it('can be narrowed to a type, and looks through a bounded number for it', async () => {
    await tell('rare');
    await pool.query({
      text: `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
        SELECT 1, 0, 'x', '{}', now() FROM generate_series(1, 6000)`,
    });
    await tell('rare');
    const first = await log.list(one, { type: 'rare', before: null, limit: 5 });
    expect(types(first.events)).toEqual(['rare']);
    const second = await log.list(one, { type: 'rare', before: first.next, limit: 5 });
    expect([types(second.events), second.next]).toEqual([['rare'], null]);
  });

  it('finds an event by its id, for its own tenant only', async () => {
    await tell('a');
    const [event] = (await log.list(one, { type: null, before: null, limit: 1 })).events;
    expect(await log.find(one, event?.eventId ?? '')).toEqual(event);
    for (const tenant of [other, live]) expect(await log.find(tenant, event?.eventId ?? '')).toBeNull();
    for (const id of ['', 'x', '\0', `${event?.eventId ?? ''}x`]) expect(await log.find(one, id)).toBeNull();
  });
});

describe('a listener', () => {
  it('hears its tenant’s events in the order of commits, each once, and misses none that commits late', async () => {
    const start = await log.end();
    const [mine, theirs] = [
      { ...one, ...start },
      { ...other, ...start },
    ];
    await pool.withTransaction(async (late) => {
      await tell('late', one, late);
      await tell('early');
      expect(await log.hear([mine, theirs])).toEqual([[], []]);
    });
    await tell('theirs', other);
    await untilEventsAreFinal(pool);
    const [heard, heardThere] = await log.hear([mine, theirs]);
    expect(types(heard ?? []).sort()).toEqual(['early', 'late']);
    expect(types(heardThere ?? [])).toEqual(['theirs']);
    const last = heard?.at(-1);
    expect(await log.hear([{ ...mine, xid: last?.xid ?? '', id: last?.id ?? '' }])).toEqual([[]]);
  });

  it('begins behind what there is', async () => {
    await tell('before');
    await untilEventsAreFinal(pool);
    const start = await log.end();
    await tell('after');
    await untilEventsAreFinal(pool);
    const [heard] = await log.hear([{ ...one, ...start }]);
    expect(types(heard ?? [])).toEqual(['after']);
  });
});

describe('a cursor', () => {
  it('stands for its place', () => {
    const place = { xid: '18446744073709551615', id: '9223372036854775807' };
    expect(placeOfCursor(cursorOfPlace(place))).toEqual(place);
  });

  it.each(['', 'x', 'MS4x!', Buffer.from('1.99999999999999999999').toString('base64url'), 'a'.repeat(100)])(
    'that we did not make stands for none: %s',
    (cursor) => {
      expect(placeOfCursor(cursor)).toBeNull();
    },
  );

  it('of a number that the database has not is none', () => {
    for (const text of ['18446744073709551616.1', '1.9223372036854775808'])
      expect(placeOfCursor(Buffer.from(text).toString('base64url'))).toBeNull();
  });
});
