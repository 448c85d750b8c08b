import { RedisConnections } from '@turnpike/redis';

import { idleMinute, type IdleMinute } from '../support/market/idle-minute.js';
import { RedisServer, redisServerBinary, titleWithRedis } from '../support/redis-server.js';

/** Statements of a minute: ours, each every five seconds or more rarely, and with those that keep the queues going. */
const OURS_MAX = 110;
const WITH_QUEUES_MAX = 600;
/** Commands of a minute to Redis, those within scripts included. */
const COMMANDS_MAX = 3_500;
const onRedis = redisServerBinary === null ? it.skip : it;

/** An idle minute with a Redis of its own; null where there is none. */
async function idleMinuteOnRedis(): Promise<IdleMinute | null> {
  if (redisServerBinary === null) return null;
  const redis = await RedisServer.start();
  const connections = new RedisConnections(redis.url, { lost: () => undefined, back: () => undefined });
  const countCommands = async (): Promise<number> => {
    const stats = await connections.for('worker').info('stats');
    return Number(/total_commands_processed:(\d+)/.exec(stats)?.[1]);
  };
  try {
    return await idleMinute({ url: redis.url, countCommands });
  } finally {
    await connections.close();
    await redis.remove();
  }
}

describe('in a minute without open challenges a worker calls no wallet, writes nothing and asks for little', () => {
  let onPostgres: IdleMinute;
  let withRedis: IdleMinute | null;

  beforeAll(async () => {
    [onPostgres, withRedis] = await Promise.all([idleMinute(null), idleMinuteOnRedis()]);
  }, 180_000);

  it('with queues in PostgreSQL', () => {
    expect(onPostgres).toMatchObject({ rowsWritten: 0, walletCalls: 0 });
    expect(onPostgres.statements).toBeLessThan(WITH_QUEUES_MAX);
    expect(onPostgres.statements).toBeGreaterThan(0);
  });

  onRedis(titleWithRedis('with queues in Redis'), () => {
    expect(withRedis).toMatchObject({ rowsWritten: 0, walletCalls: 0 });
    expect(withRedis?.statements).toBeLessThan(OURS_MAX);
    expect(withRedis?.statements).toBeGreaterThan(0);
    expect(withRedis?.redisCommands).toBeLessThan(COMMANDS_MAX);
  });
});
