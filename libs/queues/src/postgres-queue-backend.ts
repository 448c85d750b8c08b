import {
  assertSchemaCompatibility,
  createPostgresBackend,
  LATEST_SCHEMA_VERSION,
  PostgresConnection,
  runMigrations,
  SchemaMigrationRequiredError,
  withBackend,
} from 'bullmq';
import type { PgPoolClient, PostgresPoolConfig } from 'bullmq';
import { BullQueue } from './bull-queue.js';
import { opened } from './opened.js';
import { QueueBackend } from './queue-backend.js';
import type { JobQueue, JobWorker, QueueWitness, WorkerOptions } from './queue-backend.js';
import { queueBounds } from './queue-bounds.js';
import type { JobPayload, QueueName } from './queue-names.js';
import { workerSettings } from './worker-settings.js';

/** Apart from our own tables, so that their migrations never meet. */
const SCHEMA = 'bullmq';
const { Queue, Worker } = withBackend(createPostgresBackend);

/**
 * Keeps queues in the database, in a schema of their own. What a crash of the server may lose of them, the last
 * fraction of a second, is worth nothing, so their commits do not wait for the disk.
 */
export class PostgresQueueBackend extends QueueBackend {
  override readonly kind = 'postgresql';
  private migrated: Promise<void> | null = null;

  constructor(
    private readonly url: string,
    private readonly waitMillis: number,
    witness: QueueWitness,
  ) {
    super(witness);
  }

  override async openQueue(name: QueueName): Promise<JobQueue> {
    await this.migrate();
    const queue = new Queue(name, {
      connection: this.connection(this.waitMillis),
      streams: { events: { maxLen: queueBounds.eventsMax } },
    });
    queue.on('error', (error) => this.trouble(name, error));
    await opened(queue);
    return new BullQueue(queue);
  }

  override async openWorker(name: QueueName, options: WorkerOptions): Promise<JobWorker> {
    await this.migrate();
    const worker = new Worker<JobPayload>(
      name,
      ({ name: job, data }) => options.process({ name: job, data }),
      {
        connection: this.connection(queueBounds.workerWaitMillis),
        ...workerSettings(options),
      },
    );
    worker.on('error', (error) => this.trouble(name, error));
    await opened(worker);
    worker.run().catch((error: unknown) => this.trouble(name, error));
    return worker;
  }

  /** Brings the schema up to date, once per process and one process at a time; after a failure the next call tries again. */
  private migrate(): Promise<void> {
    this.migrated ??= this.applyMigrations().catch((error: unknown) => {
      this.migrated = null;
      throw error;
    });
    return this.migrated;
  }

  private async applyMigrations(): Promise<void> {
    const connection = new PostgresConnection(this.connection(queueBounds.workerWaitMillis));
    try {
      const client = await connection.pool.connect();
      try {
        if ((await versionOf(client)) < LATEST_SCHEMA_VERSION) await runMigrations(client, SCHEMA);
      } finally {
        client.release();
      }
    } finally {
      await connection.close();
    }
  }

  private connection(waitMillis: number): PostgresPoolConfig {
    const { url, options } = splitOptions(this.url);
    return {
      connectionString: url,
      schema: SCHEMA,
      max: queueBounds.connectionsMax,
      connectionTimeoutMillis: waitMillis,
      idleTimeoutMillis: queueBounds.idleConnectionMillis,
      query_timeout: waitMillis,
      keepAlive: true,
      // A connection that breaks while BullMQ holds it without asking anything would else end the process.
      onConnect: (client: PgPoolClient) => {
        client.on('error', () => undefined);
      },
      application_name: 'turnpike queues',
      options: [options, '-c synchronous_commit=off'].filter((part) => part !== '').join(' '),
    };
  }
}

async function versionOf(client: PgPoolClient): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, SCHEMA);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}

/** Options in the address would displace ours, the search path among them, so they are taken out and put beside. */
function splitOptions(text: string): { url: string; options: string } {
  if (!text.includes('options=')) return { url: text, options: '' };
  const url = new URL(text);
  const options = url.searchParams.get('options') ?? '';
  url.searchParams.delete('options');
  return { url: url.href, options };
}
