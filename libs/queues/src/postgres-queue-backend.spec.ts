import { Client } from 'pg';
import { createEmptyDatabase } from '../../../test/support/test-database.js';
import type { TestDatabase } from '../../../test/support/test-database.js';
import { PostgresQueueBackend } from './postgres-queue-backend.js';
import { QUEUES } from './queue-names.js';
import { describeQueueBackend } from './testing/queue-backend.conformance.js';

const silent = { trouble: () => undefined };

describe('in PostgreSQL', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const connect = (url = database.url): PostgresQueueBackend => new PostgresQueueBackend(url, 5_000, silent);
  const empty = async (): Promise<void> => {
    await (await connect().openQueue(QUEUES.settlements)).close();
    await client.query('TRUNCATE bullmq.job, bullmq.scheduler, bullmq.dedup, bullmq.dedup_next CASCADE');
  };

  describeQueueBackend('PostgreSQL', connect, empty);

  it('makes its schema once, however many processes begin at the same time', async () => {
    await client.query('DROP SCHEMA bullmq CASCADE');
    const queues = await Promise.all(
      Array.from({ length: 6 }, () => connect().openQueue(QUEUES.settlements)),
    );
    const { rows } = await client.query(
      'SELECT count(*) = count(DISTINCT version) AS once FROM bullmq.migration',
    );
    expect(rows).toEqual([{ once: true }]);
    await Promise.all(queues.map((queue) => queue.close()));
  });

  it('touches nothing outside its schema', async () => {
    await empty();
    const { rows } = await client.query(
      "SELECT count(*)::int AS tables FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    );
    expect(rows).toEqual([{ tables: 0 }]);
  });

  it('keeps its settings where the address brings options of its own', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c lock_timeout=7s');
    const queue = await connect(url.href).openQueue(QUEUES.settlements);
    await queue.add('with-options');
    const { rows } = await client.query(
      "SELECT count(*)::int AS jobs FROM bullmq.job WHERE name = 'with-options'",
    );
    expect(rows).toEqual([{ jobs: 1 }]);
    await queue.close();
  });

  it('holds two connections for a worker at rest, and closes those of a queue', async () => {
    const worker = await connect().openWorker(QUEUES.upkeep, {
      concurrency: 2,
      process: () => Promise.resolve(),
    });
    const queue = await connect().openQueue(QUEUES.upkeep);
    const count = async (): Promise<number> => {
      const { rows } = await client.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      return rows[0]?.n ?? 0;
    };
    expect(await count()).toBeLessThanOrEqual(3);
    await queue.close();
    await worker.close();
    // The server takes a moment to see that they are gone.
    while ((await count()) > 0) await new Promise((resolve) => setImmediate(resolve));
  });
});
