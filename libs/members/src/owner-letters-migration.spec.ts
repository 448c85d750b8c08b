import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { untilEventsAreFinal } from '../../../test/support/committed-events.js';
import { MembersProcess } from '../../../test/support/members-process.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';

const MIGRATION = resolve(__dirname, '../../../prisma/migrations/20261124000060_owner_letters/migration.sql');
const ENDED = '{"cause": "end", "planTier": "free", "previousPlanTier": "individual"}';

let database: TestDatabase;
let members: MembersProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  members = await MembersProcess.start(database.url);
  await run(`DELETE FROM event_cursor WHERE consumer = 'owner_letters'`);
  await run('DROP TABLE owner_notice');
});
afterAll(async () => {
  await members.stop();
  await database.drop();
});

const run = (text: string, values: unknown[] = []) => members.pool.query({ text, values });

it('writes to nobody about what happened before this version, and about all that happens since', async () => {
  const { merchant } = await members.merchants.create({ name: 'Shop', email: 'shop@mail.example' });
  const end = () =>
    run(
      `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at) VALUES ($1, 1, 'plan.changed', $2, now())`,
      [merchant.merchantId, ENDED],
    );
  const letters = async () => (await run('SELECT 1 FROM mail_outbox')).rowCount;
  const work = async (): Promise<void> => {
    await untilEventsAreFinal(members.pool);
    while ((await members.owners.run()) > 0);
  };
  await end();
  await end();
  await run(readFileSync(MIGRATION, 'utf8'));
  await work();
  expect(await letters()).toBe(0);
  await end();
  await work();
  expect(await letters()).toBe(1);
});
