import { AuditLog, SYSTEM } from '@turnpike/audit';
import { ColdPool, PrismaService } from '@turnpike/database';
import { EventLog } from '@turnpike/events';
import type { MerchantId } from '@turnpike/l402';
import { ReadFiguresBelow, UsageOfDays } from '@turnpike/statistics';
import { Client } from 'pg';
import { BUSY_PROXY, BUSY_WEBHOOK, fillBusyLists, LIVE_ENTRIES } from '../../../test/support/busy-lists.js';
import { type RecordedPlan, RecordedPlans, rowsRead } from '../../../test/support/recorded-plans.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { AuditLogRepository } from '../../audit/src/audit-log.repository.js';
import { InvitationRepository } from '../../members/src/invitation.repository.js';
import { MemberRepository } from '../../members/src/member.repository.js';
import { PasskeyRepository } from '../../members/src/passkey.repository.js';
import { SessionRepository } from '../../members/src/session.repository.js';
import { ApiKeyTable } from '../../merchants/src/api-key-table.repository.js';
import { ConnectionDeskRepository } from '../../wallets/src/connections/connection-desk.repository.js';
import { WalletAlertsRepository } from '../../wallets/src/connections/wallet-alerts.repository.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import { EndpointRepository } from './endpoint.repository.js';
import { SendAgainRepository } from './send-again.repository.js';

const NOW = new Date('2026-11-20T12:00:00.000Z');
const ONE = 1 as MerchantId;
const test = { merchantId: ONE, mode: 'test' } as const;
const live = { merchantId: ONE, mode: 'live' } as const;
const USER = `usr_${'1'.padStart(32, '0')}`;
const PROXY_PATH = `/l402/proxy/${BUSY_PROXY}`;

let database: TestDatabase;
let pool: ColdPool;
let prisma: PrismaService;
let plans: RecordedPlans;

beforeAll(async () => {
  database = await createTestDatabase();
  const filler = new Client(database.url);
  await filler.connect();
  await fillBusyLists((text, values) => filler.query(text, values), NOW);
  await filler.end();
  plans = await RecordedPlans.of(database.url);
  plans.hearAll();
  pool = new ColdPool(database.url, 1);
  prisma = new PrismaService(database.url, 1);
}, 120_000);

afterAll(async () => {
  plans.hearNoMore();
  await prisma.onApplicationShutdown();
  await pool.onApplicationShutdown();
  await database.drop();
});

/** A page that an index has as it is shown. */
const PAGE_ROWS = 300;
/** A list that is shown as a whole, its entries counted when they are made: read, and once more where they are joined. */
const WHOLE_ROWS = 2_500;
/** Days that figures are kept. */
const DAYS_ROWS = 800;
/** Days of a year, and resources of a day that are told apart. */
const RESOURCES_ROWS = 366 * 201;

function expectBounded(told: readonly RecordedPlan[], rowsMax: number): void {
  expect(told.length).toBeGreaterThan(0);
  const dear = told.filter(
    (plan) => rowsRead(plan) > rowsMax || plan.nodes.some((node) => node['Node Type'] === 'Seq Scan'),
  );
  expect(dear.map((plan) => ({ rows: rowsRead(plan), statement: plan.statement, text: plan.text }))).toEqual(
    [],
  );
}

const audit = () => new AuditLog(new AuditLogRepository(pool));
const events = () => new EventLog(pool);
const page = { action: null, beforeId: null, limit: 50 };
const rare = { ...page, action: 'rare.change' };

const LISTS: [list: string, run: () => Promise<unknown>, rowsMax: number][] = [
  ['the log of changes', () => audit().ofTenant(test, page), PAGE_ROWS],
  ['its later pages', () => audit().ofTenant(test, { ...page, beforeId: '5000' }), PAGE_ROWS],
  ['changes of a mode, all of them old', () => audit().ofTenant(live, page), PAGE_ROWS],
  ['changes of one name', () => audit().ofTenant(test, rare), PAGE_ROWS],
  ['changes of a name that the other mode has', () => audit().ofTenant(live, rare), PAGE_ROWS],
  ['a merchant’s changes, for the operator', () => audit().ofInstance(ONE, page), PAGE_ROWS],
  ['everybody’s changes of one name', () => audit().ofInstance(null, rare), PAGE_ROWS],
  ['everybody’s changes', () => audit().ofInstance(null, page), PAGE_ROWS],
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
  ['deliveries', () => new DeliveryLogRepository(pool).list(test, BUSY_WEBHOOK, null, 50), PAGE_ROWS],
  [
    'the later pages of deliveries',
    () => new DeliveryLogRepository(pool).list(test, BUSY_WEBHOOK, '5000', 50),
    PAGE_ROWS,
  ],
  ['webhooks', () => new EndpointRepository(pool).list(test), PAGE_ROWS],
  ['what a proxy has brought', () => new UsageOfDays(pool).below(live, PROXY_PATH), DAYS_ROWS],
  [
    'the figures of a proxy in a year',
    () => new ReadFiguresBelow(pool).run(live, PROXY_PATH, '2025-11-20', '2026-11-20'),
    RESOURCES_ROWS,
  ],
  ['keys', () => new ApiKeyTable(prisma).list(test, NOW, 1_000), WHOLE_ROWS],
  ['members', () => new MemberRepository(prisma).list(ONE, 200), 3 * 200],
  ['invitations', () => new InvitationRepository(prisma).list(ONE, NOW, 100), PAGE_ROWS],
  ['sessions', () => new SessionRepository(prisma).list(USER, NOW, 100), PAGE_ROWS],
  ['passkeys', () => new PasskeyRepository(prisma).list(USER, 20), PAGE_ROWS],
  ['wallets', () => new ConnectionDeskRepository(pool).list(ONE), PAGE_ROWS],
  ['their alerts', () => new WalletAlertsRepository(pool).list(ONE, 100), PAGE_ROWS],
];

describe('of a merchant with very many rows among others’ newer ones, by indexes and a bounded number of rows, it reads', () => {
  it.each(LISTS)('%s', async (_list, run, rowsMax) => {
    expectBounded(await plans.during(run), rowsMax);
  });

  it('an event that is sent again, however much waits for its endpoint', async () => {
    const [event] = (await events().list(test, { type: null, before: null, limit: 1 })).events;
    if (event === undefined) throw new Error('no event');
    const told = await plans.during(async () => {
      expect(await events().find(test, event.eventId)).toEqual(event);
      await new SendAgainRepository(pool).replay(event, BUSY_WEBHOOK, { by: SYSTEM, at: NOW });
    });
    expectBounded(told, PAGE_ROWS);
  });
});

it('every entry of a mode is found, whatever the other has', async () => {
  expect(await audit().ofTenant(live, { ...page, limit: 200 })).toHaveLength(LIVE_ENTRIES);
});

it('a proxy has brought what its resources have', async () => {
  const { rows } = await pool.query({
    text: `SELECT sum(uses)::float8 AS uses, sum(revenue_sats)::float8 AS "revenueSats" FROM resource_figure
      WHERE merchant_id = 1 AND mode = 1 AND starts_with(resource, $1)`,
    values: [`${PROXY_PATH}/`],
  });
  expect([await new UsageOfDays(pool).below(live, PROXY_PATH)]).toEqual(rows);
  await pool.query({
    text: `UPDATE resource_figure SET uses = uses + 1 WHERE merchant_id = 1 AND mode = 1 AND resource = $1`,
    values: [`${PROXY_PATH}/r/1`],
  });
  expect(await new UsageOfDays(pool).below(live, PROXY_PATH)).toMatchObject({
    uses: (rows[0] as { uses: number }).uses + 400,
  });
});
