import { createRedisBackend, withBackend } from 'bullmq';
import type { RedisConnections } from '@turnpike/redis';
import { BullQueue } from './bull-queue.js';
import { QueueBackend } from './queue-backend.js';
import type { JobQueue, JobWorker, QueueWitness, WorkerOptions } from './queue-backend.js';
import { queueBounds } from './queue-bounds.js';
import type { QueueName } from './queue-names.js';
import { workerSettings } from './worker-settings.js';

const PREFIX = 'turnpike';
const { Queue, Worker } = withBackend(createRedisBackend);

/** Keeps queues in Redis. Adding fails at once while it is away; workers wait for it. */
export class RedisQueueBackend extends QueueBackend {
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
    queue.on('error', (error) => this.trouble(name, error));
    await queue.waitUntilReady();
    return new BullQueue(queue);
  }

  override async openWorker(name: QueueName, options: WorkerOptions): Promise<JobWorker> {
    const worker = new Worker(name, ({ name: job, data }) => options.process({ name: job, data }), {
      connection: this.connections.for('worker'),
      prefix: PREFIX,
      ...workerSettings(options),
    });
    worker.on('error', (error) => this.trouble(name, error));
    await worker.waitUntilReady();
    worker.run().catch((error: unknown) => this.trouble(name, error));
    return worker;
  }
}
