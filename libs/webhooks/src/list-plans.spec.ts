import type { MerchantId } from '@turnpike/l402';
import { EventLog } from '@turnpike/events';
import { ReadFiguresBelow, UsageOfDays } from '@turnpike/statistics';
import { SYSTEM } from '@turnpike/audit';
import { BUSY_PROXY, BUSY_WEBHOOK } from '../../../test/support/busy-lists.js';
import { ListScene } from '../../../test/support/list-scene.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import { EndpointRepository } from './endpoint.repository.js';
import { SendAgainRepository } from './send-again.repository.js';

let scene: ListScene;

beforeAll(async () => {
  scene = await ListScene.open('outbox', 'webhook_endpoint', 'webhook_delivery', 'resource_figure');
}, 120_000);
afterAll(() => scene.close());

const ONE = 1 as MerchantId;
const test = { merchantId: ONE, mode: 'test' } as const;
const live = { merchantId: ONE, mode: 'live' } as const;
/** A page that an index has as it is shown. */
const PAGE_ROWS = 300;
/** Days that figures are kept. */
const DAYS_ROWS = 800;
/** Days of a year, and resources of a day that are told apart. */
const RESOURCES_ROWS = 366 * 201;
const PROXY_PATH = `/l402/proxy/${BUSY_PROXY}`;
const events = () => new EventLog(scene.pool);

const LISTS: [list: string, run: () => Promise<unknown>, rowsMax: number][] = [
  ['the log of events', () => events().list(test, { type: null, before: null, limit: 50 }), PAGE_ROWS],
  [
    'the later pages of events',
    () => events().list(test, { type: null, before: { xid: '50', id: '9' }, limit: 50 }),
    PAGE_ROWS,
  ],
  ['events of a mode without any', () => events().list(live, { type: null, before: null, limit: 50 }), 10],
  ['events of a type', () => events().list(test, { type: 'none', before: null, limit: 50 }), 5_100],
  ['what a stream goes on with', () => events().hear([{ ...test, xid: '3', id: '1' }]), PAGE_ROWS],
  ['what a stream has at its end', () => events().hear([{ ...test, xid: '400', id: '1' }]), PAGE_ROWS],
  ['deliveries', () => new DeliveryLogRepository(scene.pool).list(test, BUSY_WEBHOOK, null, 50), PAGE_ROWS],
  [
    'the later pages of deliveries',
    () => new DeliveryLogRepository(scene.pool).list(test, BUSY_WEBHOOK, '5000', 50),
    PAGE_ROWS,
  ],
  ['webhooks', () => new EndpointRepository(scene.pool).list(test), PAGE_ROWS],
  ['what a proxy has brought', () => new UsageOfDays(scene.pool).below(live, PROXY_PATH), DAYS_ROWS],
  [
    'the figures of a proxy in a year',
    () => new ReadFiguresBelow(scene.pool).run(live, PROXY_PATH, '2025-11-20', '2026-11-20'),
    RESOURCES_ROWS,
  ],
];

it.each(LISTS)(
  'by indexes and a bounded number of rows, whatever others have, it reads %s',
  async (_list, run, rowsMax) => {
    await scene.expectBounded(rowsMax, run);
  },
);

it('an event that is sent again, however much waits for its endpoint', async () => {
  const [event] = (await events().list(test, { type: null, before: null, limit: 1 })).events;
  if (event === undefined) throw new Error('no event');
  await scene.expectBounded(PAGE_ROWS, async () => {
    expect(await events().find(test, event.eventId)).toEqual(event);
    await new SendAgainRepository(scene.pool).replay(event, BUSY_WEBHOOK, { by: SYSTEM, at: ListScene.now });
  });
});

it('a proxy has brought what its resources have', async () => {
  const { rows } = await scene.pool.query({
    text: `SELECT sum(uses)::float8 AS uses, sum(revenue_sats)::float8 AS "revenueSats" FROM resource_figure
      WHERE merchant_id = 1 AND mode = 1 AND starts_with(resource, $1)`,
    values: [`${PROXY_PATH}/`],
  });
  expect([await new UsageOfDays(scene.pool).below(live, PROXY_PATH)]).toEqual(rows);
  await scene.pool.query({
    text: `UPDATE resource_figure SET uses = uses + 1 WHERE merchant_id = 1 AND mode = 1 AND resource = $1`,
    values: [`${PROXY_PATH}/r/1`],
  });
  expect(await new UsageOfDays(scene.pool).below(live, PROXY_PATH)).toMatchObject({
    uses: (rows[0] as { uses: number }).uses + 400,
  });
});
