import { MemoryTokenBuckets, RedisConnections, RedisTokenBuckets, untilReady } from '@turnpike/redis';
import { RedisServer, redisServerBinary, titleWithRedis } from '../../../../test/support/redis-server.js';
import { StrikeRush, type OpenBuckets } from '../testing/strike-rush.js';

jest.setTimeout(120_000);

const onRedis = redisServerBinary === null ? describe.skip : describe;
const silent = { lost: () => undefined, back: () => undefined };

onRedis(titleWithRedis('ten thousand mints in ten minutes, counted in Redis'), () => {
  let server: RedisServer;
  let connections: RedisConnections;
  let rush: StrikeRush;

  const inRedis: OpenBuckets = (clock) =>
    new RedisTokenBuckets(connections.for('commands'), new MemoryTokenBuckets(clock, 0.1), clock);

  beforeAll(async () => {
    server = await RedisServer.start();
    connections = new RedisConnections(server.url, silent);
    await untilReady(connections.for('commands'));
    rush = await StrikeRush.start([inRedis, inRedis]);
  });

  afterAll(async () => {
    await rush.close();
    await connections.close();
    await server.remove();
  });

  it('never reach the lock of Strike from two processes, with look-ups, and get through when they were told to', async () => {
    const { minted, waits, others } = await rush.rush((second) => rush.look(second));
    expect(others).toEqual([]);
    expect(minted + waits.length).toBe(10_000);
    expect(minted).toBe(60 + Math.floor((42 * 599) / 60));
    expect(waits.every((seconds) => Number.isInteger(seconds) && seconds >= 1 && seconds <= 60)).toBe(true);
    for (let times = 0; times < 200; times += 1) {
      const wait = await rush.attempt(times);
      if (typeof wait !== 'number') continue;
      rush.clock.advanceSeconds(wait);
      expect(await rush.attempt(times)).toBe('minted');
    }
    const { others: all, quoting } = rush.emulator.limiters;
    expect([all.locks, quoting.locks]).toEqual([0, 0]);
    expect(all.most).toBeLessThan(1_000);
    expect(rush.looks.answered).toBe(30 + Math.floor((21 * 599) / 60));
  });
});
