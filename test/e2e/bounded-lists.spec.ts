import { createHash, randomBytes } from 'node:crypto';
import { EventLog } from '@turnpike/events';
import { modeNumber } from '@turnpike/l402';
import type { MerchantId, Mode } from '@turnpike/l402';
import { newApiKey } from '@turnpike/secrets';
import { Client } from 'pg';
import { BUSY_PROXY, BUSY_WEBHOOK, fillBusyLists, LIVE_ENTRIES } from '../support/busy-lists.js';
import { fillBusyMerchant } from '../support/busy-merchant.js';
import { crowdedHash } from '../support/crowded-tables.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { RecordedPlans, rowsRead } from '../support/recorded-plans.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const NOW = new Date('2026-11-20T12:00:00.000Z');
const SCOPES = '{challenges:write,challenges:verify,challenges:read,merchant:admin}';
const ONE = 1 as MerchantId;
const session = randomBytes(32).toString('base64url');
const keys: Record<Mode, string> = { test: newApiKey('test').key, live: newApiKey('live').key };

let database: TestDatabase;
let filler: Client;
let plans: RecordedPlans;
let api: ListeningApi;
let firstEvent: string;

beforeAll(async () => {
  database = await createTestDatabase();
  filler = new Client(database.url);
  await filler.connect();
  const query = (text: string, values: unknown[]) => filler.query(text, values);
  const t0=Date.now(); await fillBusyMerchant(query, NOW); process.stderr.write(`T busy ${Date.now()-t0}\n`);
  await fillBusyLists(query, NOW);
  for (const mode of ['test', 'live'] as const) {
    await query(
      `INSERT INTO api_key (id, merchant_id, mode, scopes, prefix, secret_hash, created_at)
        VALUES ($1, 1, $2, $3, 'l402_', $4, $5)`,
      [`key_${mode === 'test' ? 'a' : 'b'}`.padEnd(36, '0'), modeNumber(mode), SCOPES, createHash('sha256').update(keys[mode]).digest(), NOW],
    );
  }
  await query(
    `INSERT INTO member_session (id, token_hash, user_id, merchant_id, created_at, last_seen_at, expires_at)
      SELECT 'ses_' || repeat('f', 32), $1, id, 1, $2, $2, $2::timestamptz + interval '1 hour' FROM member_user ORDER BY id LIMIT 1`,
    [createHash('sha256').update(session).digest(), NOW],
  );
  const { rows } = await filler.query<{ id: string }>(
    'SELECT event_id AS id FROM outbox WHERE merchant_id = 1 ORDER BY outbox.id LIMIT 1',
  );
  firstEvent = rows[0]?.id ?? '';
  plans = await RecordedPlans.of(database.url);
  plans.hearAll();
  const limits = ['READ', 'WRITE'].map((name) => [`RATE_LIMIT_${name}`, '0']);
  api = await ListeningApi.start(apiVariables(database.url, Object.fromEntries(limits)), NOW);
}, 240_000);

afterAll(async () => {
  await api.stop();
  plans.hearNoMore();
  await filler.end();
  await database.drop();
});

/** What a page reads that an index has, with who asks: a few rows for each one that it shows, of which there are up to 200. */
const PAGE_ROWS = 1_000;
/** A list that is shown as a whole, its entries counted when they are made: read, and once more where they are joined. */
const WHOLE_ROWS = 5_000;
/** Days of figures that are kept, and resources of a day that are told apart. */
const DAYS_ROWS = 1_000;
const RESOURCES_ROWS = 366 * 201;

const LISTS: [list: string, path: string, rowsMax: number, mode?: Mode][] = [
  ['the log of changes', '/api/merchant/audit?limit=200', PAGE_ROWS],
  ['the log of changes of the other mode, all of them old', '/api/merchant/audit', PAGE_ROWS, 'live'],
  ['changes of one name', '/api/merchant/audit?action=rare.change', PAGE_ROWS],
  ['changes of a name that the other mode has', '/api/merchant/audit?action=rare.change', PAGE_ROWS, 'live'],
  ['the log of events', '/api/merchant/events?limit=200', PAGE_ROWS],
  ['events of a type', '/api/merchant/events?type=challenge.paid', 20_100],
  ['events of a mode that has none', '/api/merchant/events', PAGE_ROWS, 'live'],
  ['deliveries', `/api/merchant/webhooks/${BUSY_WEBHOOK}/deliveries?limit=200`, PAGE_ROWS],
  ['webhooks', '/api/merchant/webhooks', WHOLE_ROWS],
  ['proxies', '/api/proxy', WHOLE_ROWS, 'live'],
  ['a proxy with what it has brought', `/api/proxy/${BUSY_PROXY}`, DAYS_ROWS, 'live'],
  [
    'the figures of a proxy in a year',
    `/api/proxy/${BUSY_PROXY}/figures?from=2025-11-20&to=2026-11-20`,
    RESOURCES_ROWS,
    'live',
  ],
  ['keys', '/api/merchant/api-keys', WHOLE_ROWS],
  ['members and invitations', '/api/merchant/members', WHOLE_ROWS],
  ['wallets and their alerts', '/api/merchant/wallets', WHOLE_ROWS],
  ['an overview of a month', '/api/merchant/overview?from=2026-10-22&to=2026-11-20', 31 * 201],
  ['the usage of the month', '/api/merchant/usage', 31 * 201],
  ['what is still to do', '/api/merchant/quickstart', PAGE_ROWS],
  ['challenges', '/api/merchant/challenges?limit=50', PAGE_ROWS],
  ['challenges with their number', '/api/l402/challenges?limit=200', 12_000],
  ['a challenge', `/api/l402/challenges/${crowdedHash(4)}`, PAGE_ROWS],
  ['its uses', `/api/l402/challenges/${crowdedHash(4)}/uses?limit=200`, PAGE_ROWS],
  ['its timeline', `/api/merchant/challenges/${crowdedHash(4)}/timeline`, PAGE_ROWS],
];

async function expectBounded(rowsMax: number, work: () => Promise<unknown>): Promise<void> {
  const told = await plans.during(work);
  expect(told.length).toBeGreaterThan(0);
  const dear = told.filter(
    (plan) => rowsRead(plan) > rowsMax || plan.nodes.some((node) => node['Node Type'] === 'Seq Scan'),
  );
  expect(dear.map((plan) => ({ rows: rowsRead(plan), statement: plan.statement, text: plan.text }))).toEqual(
    [],
  );
}

async function get(path: string, mode: Mode = 'test'): Promise<Record<string, unknown>> {
  const { status, body } = await api.call('GET', path, keys[mode]);
  expect({ path, status, body: status === 200 ? null : body }).toEqual({ path, status: 200, body: null });
  return body;
}

describe('of a merchant with very many rows among others’ newer ones, it reads by indexes and a bounded number of rows', () => {
  it.each(LISTS)('%s', async (_list, path, rowsMax, mode) => {
    await expectBounded(rowsMax, async () => {
      const { nextCursor } = await get(path, mode);
      if (typeof nextCursor === 'string')
        await get(`${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(nextCursor)}`, mode);
    });
  });

  it.each(['/api/session', '/api/session/all', '/api/session/passkeys'])('GET %s', async (path) => {
    await expectBounded(PAGE_ROWS, async () => {
      const reply = await api.call('GET', path, null, undefined, { cookie: `tp_session=${session}` });
      expect(reply.status).toBe(200);
    });
  });

  it('what a stream goes on with, from the first event on and from the end', async () => {
    const log = api.app.get(EventLog, { strict: false });
    const tenant = { merchantId: ONE, mode: 'test' as const };
    await expectBounded(PAGE_ROWS, async () => {
      const first = await log.find(tenant, firstEvent);
      const [heard] = await log.hear([{ ...tenant, xid: first?.xid ?? '', id: first?.id ?? '' }]);
      expect(heard).toHaveLength(100);
      const last = (await log.list(tenant, { type: null, before: null, limit: 1 })).events[0];
      expect(await log.hear([{ ...tenant, xid: last?.xid ?? '', id: last?.id ?? '' }])).toEqual([[]]);
    });
  });

  it('an event that is sent again, however much waits for its endpoint', async () => {
    await expectBounded(PAGE_ROWS, async () => {
      const reply = await api.call('POST', `/api/merchant/events/${firstEvent}/replay`, keys.test, {
        endpointId: BUSY_WEBHOOK,
      });
      expect(reply.status).toBe(202);
    });
  });
});

it('every entry of a mode is found, whatever the other has', async () => {
  const { entries } = await get('/api/merchant/audit?limit=200', 'live');
  expect(entries).toHaveLength(LIVE_ENTRIES);
});

it('a proxy has brought what its resources have', async () => {
  const { rows } = await filler.query<{ requests: number; revenueSats: number }>(
    `SELECT sum(uses)::float8 AS requests, sum(revenue_sats)::float8 AS "revenueSats" FROM resource_figure
      WHERE merchant_id = 1 AND starts_with(resource, $1)`,
    [`/l402/proxy/${BUSY_PROXY}/`],
  );
  expect(await get(`/api/proxy/${BUSY_PROXY}`, 'live')).toMatchObject(rows[0] ?? {});
});
