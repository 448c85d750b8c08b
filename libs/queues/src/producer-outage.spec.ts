import { SystemClock } from '@turnpike/config';
import { RedisConnections } from '@turnpike/redis';
import { RedisServer, redisServerBinary, titleWithRedis } from '../../../test/support/redis-server.js';
import { StoppableDatabase } from '../../../test/support/stoppable-database.js';
import { PostgresQueueBackend } from './postgres-queue-backend.js';
import type { QueueBackend } from './queue-backend.js';
import { QueueProducer } from './queue-producer.js';
import { RedisQueueBackend } from './redis-queue-backend.js';

const silent = { trouble: () => undefined };
const witness = { lost: () => undefined, back: () => undefined };

/** Without a rest after failures, so that every nudge finds out for itself. */
function producerFor(backend: QueueBackend): QueueProducer {
  return new QueueProducer(backend, { waitMillis: 5_000, restMillis: 0 }, new SystemClock(), () => undefined);
}

/** Nudges until one arrives. */
async function untilNudged(producer: QueueProducer): Promise<void> {
  while (!(await producer.nudgeLookUps())) await new Promise((resolve) => setImmediate(resolve));
}

describe('a producer whose store goes away', () => {
  it('drops nudges and finds PostgreSQL again by itself', async () => {
    const database = new StoppableDatabase();
    await database.start();
    const producer = producerFor(new PostgresQueueBackend(database.url, 5_000, silent));
    expect(await producer.nudgeLookUps()).toBe(true);
    await database.stop();
    expect(await producer.nudgeLookUps()).toBe(false);
    await database.start();
    await untilNudged(producer);
    await producer.onModuleDestroy();
    await database.remove();
  });

  it('finds PostgreSQL that was not there at first', async () => {
    const database = new StoppableDatabase();
    await database.start();
    await database.stop();
    const producer = producerFor(new PostgresQueueBackend(database.url, 5_000, silent));
    expect(await producer.nudgeLookUps()).toBe(false);
    await database.start();
    await untilNudged(producer);
    await producer.onModuleDestroy();
    await database.remove();
  });

  const onRedis = redisServerBinary === null ? describe.skip : describe;

  onRedis(titleWithRedis('with a Redis'), () => {
    it('drops nudges and finds Redis again by itself', async () => {
      const server = await RedisServer.start();
      const connections = new RedisConnections(server.url, witness);
      const producer = producerFor(new RedisQueueBackend(connections, silent));
      await untilNudged(producer);
      const lost = new Promise((resolve) => connections.for('producer').once('close', resolve));
      await server.stop();
      await lost;
      expect(await producer.nudgeLookUps()).toBe(false);
      await server.resume();
      await untilNudged(producer);
      server.freeze();
      expect(await producer.nudgeLookUps()).toBe(false);
      server.thaw();
      await producer.onModuleDestroy();
      await connections.close();
      await server.remove();
    });
  });
});
