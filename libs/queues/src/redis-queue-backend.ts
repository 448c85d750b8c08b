import { createRedisBackend, withBackend } from 'bullmq';
import { untilReady } from '@turnpike/redis';
import type { RedisConnections } from '@turnpike/redis';
import { BullQueue } from './bull-queue.js';
import { opened } from './opened.js';
import { QueueBackend } from './queue-backend.js';
import type { JobQueue, JobWorker, QueueWitness, WorkerOptions } from './queue-backend.js';
import { queueBounds } from './queue-bounds.js';
import type { JobPayload, QueueName } from './queue-names.js';
import { workerSettings } from './worker-settings.js';

const PREFIX = 'turnpike';
const { Queue, Worker } = withBackend(createRedisBackend);

interface Source {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'ioredis:close', listener: () => void): unknown;
}

/** Keeps queues in Redis. Adding fails at once while it is away; workers wait for it. */
export class RedisQueueBackend extends QueueBackend {
  override readonly kind = 'redis';

  constructor(
    private readonly connections: RedisConnections,
    witness: QueueWitness,
  ) {
    super(witness);
  }

  override async openQueue(name: QueueName): Promise<JobQueue> {
    const connection = this.connections.for('producer');
    // BullMQ would wait for ever.
    if (connection.status !== 'ready') await connection.ping();
    const queue = new Queue(name, {
      connection,
      prefix: PREFIX,
      streams: { events: { maxLen: queueBounds.eventsMax } },
    });
    this.watch(name, queue);
    await opened(queue);
    return new BullQueue(queue);
  }

  override async openWorker(name: QueueName, options: WorkerOptions): Promise<JobWorker> {
    const connection = this.connections.for('worker');
    // What BullMQ opens beside it while Redis is away could not be closed any more.
    await untilReady(connection);
    const worker = new Worker<JobPayload>(
      name,
      ({ name: job, data }) => options.process({ name: job, data }),
      {
        connection,
        prefix: PREFIX,
        ...workerSettings(options),
      },
    );
    this.watch(name, worker);
    await opened(worker);
    worker.run().catch((error: unknown) => this.trouble(name, error));
    return worker;
  }

  /** A connection that is lost and made again at once is no error to BullMQ, and yet the store may have been emptied. */
  private watch(name: QueueName, source: Source): void {
    source.on('error', (error) => this.trouble(name, error));
    source.on('ioredis:close', () => this.trouble(name, new Error('the connection to Redis was closed')));
  }
}
