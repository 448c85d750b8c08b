import { ManualClock } from '@turnpike/config';
import { RedisServer, redisServerBinary, titleWithRedis } from '../../../test/support/redis-server.js';
import { MemoryTokenBuckets } from './memory-token-buckets.js';
import { RedisConnections, untilReady } from './redis-connections.js';
import { RedisTokenBuckets } from './redis-token-buckets.js';
import { describeTokenBuckets } from './token-buckets.conformance.js';

const silent = { lost: () => undefined, back: () => undefined };
const start = new Date('2026-11-20T12:00:00Z');
const onRedis = redisServerBinary === null ? describe.skip : describe;

onRedis(titleWithRedis('with a Redis'), () => {
  let server: RedisServer;
  let connections: RedisConnections;

  beforeAll(async () => {
    server = await RedisServer.start();
    connections = new RedisConnections(server.url, silent);
    await untilReady(connections.for('commands'));
  });

  afterAll(async () => {
    await connections.close();
    await server.remove();
  });

  describeTokenBuckets('Redis', () => {
    const clock = new ManualClock(start);
    return {
      clock,
      open: () =>
        new RedisTokenBuckets(connections.for('commands'), new MemoryTokenBuckets(clock, 0.1), clock),
    };
  });

  it('leaves each process its own small share once Redis is away', async () => {
    const own = await RedisServer.start();
    const lost = new RedisConnections(own.url, silent);
    await untilReady(lost.for('commands'));
    const clock = new ManualClock(start);
    const buckets = new RedisTokenBuckets(lost.for('commands'), new MemoryTokenBuckets(clock, 0.1), clock);
    const rate = { burst: 20, perMinute: 60 };
    expect(await buckets.take('a', rate)).toBe(0);
    await own.remove();
    expect([await buckets.take('a', rate), await buckets.take('a', rate)]).toEqual([0, 0]);
    expect(await buckets.take('a', rate)).toBeGreaterThan(0);
    await lost.close();
  });
});
