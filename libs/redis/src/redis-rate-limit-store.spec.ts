import { ManualClock } from '@turnpike/config';
import { RedisServer, redisServerBinary, titleWithRedis } from '../../../test/support/redis-server.js';
import { MemoryRateLimitStore } from './memory-rate-limit-store.js';
import { describeRateLimitStore } from './rate-limit-store.conformance.js';
import type { StoreUnderTest } from './rate-limit-store.conformance.js';
import { RateLimitStore } from './rate-limit-store.js';
import type { Hit } from './rate-limit-store.js';
import { RedisConnections, untilReady } from './redis-connections.js';
import { RedisRateLimitStore } from './redis-rate-limit-store.js';

const silent = { lost: () => undefined, back: () => undefined };
const start = new Date('2026-01-01T00:00:00Z');

/** Gives every test buckets of its own in a server that all tests share. */
class OwnBuckets extends RateLimitStore {
  static made = 0;
  private readonly prefix = `test ${(OwnBuckets.made += 1)}`;

  constructor(private readonly inner: RateLimitStore) {
    super();
  }

  override hit(bucket: string, limit: number, windowSeconds: number): Hit | Promise<Hit> {
    return this.inner.hit(`${this.prefix} ${bucket}`, limit, windowSeconds);
  }
}

const onRedis = redisServerBinary === null ? describe.skip : describe;

onRedis(titleWithRedis('with a Redis'), () => {
  let server: RedisServer;
  let connections: RedisConnections;

  beforeAll(async () => {
    server = await RedisServer.start();
    connections = new RedisConnections(server.url, silent);
    await allReady(connections);
  });

  afterAll(async () => {
    await connections.close();
    await server.remove();
  });

  const make = (own = connections, local: RateLimitStore = refuseLocal): StoreUnderTest => {
    const clock = new ManualClock(start);
    return { store: new OwnBuckets(new RedisRateLimitStore(own.for('commands'), local, clock)), clock };
  };

  describeRateLimitStore('in Redis', () => make());

  it('shares its buckets with other processes', async () => {
    const other = new RedisConnections(server.url, silent);
    await allReady(other);
    const clock = new ManualClock(start);
    const one = new RedisRateLimitStore(connections.for('commands'), refuseLocal, clock);
    const two = new RedisRateLimitStore(other.for('commands'), refuseLocal, clock);
    expect(await one.hit('shared', 1, 60)).toMatchObject({ allowed: true });
    expect(await two.hit('shared', 1, 60)).toMatchObject({ allowed: false });
    await other.close();
  });

  it('leaves no count without an end', async () => {
    const { store } = make();
    await store.hit('a', 5, 60);
    const redis = connections.for('producer');
    for (const key of await redis.keys('turnpike:rate:*')) expect(await redis.pttl(key)).toBeGreaterThan(0);
  });

  it('asks with one command a request', async () => {
    const { store } = make();
    await store.hit('warm', 5, 60);
    const before = await commandsProcessed(connections, 'evalsha');
    await Promise.all(Array.from({ length: 10 }, async () => store.hit('a', 5, 60)));
    expect((await commandsProcessed(connections, 'evalsha')) - before).toBe(10);
  });

  it('counts locally while Redis is away, and together again when it is back', async () => {
    const clock = new ManualClock(start);
    const local = new MemoryRateLimitStore(clock, 100);
    const own = new RedisConnections(server.url, silent);
    await allReady(own);
    const store = new RedisRateLimitStore(own.for('commands'), local, clock);
    await store.hit('stopped', 2, 60);
    const lost = new Promise((resolve) => own.for('commands').once('close', resolve));
    await server.stop();
    await lost;
    expect(store.hit('stopped', 2, 60)).toMatchObject({ remaining: 1 });
    await server.resume();
    await allReady(own);
    expect(await store.hit('stopped', 2, 60)).toMatchObject({ remaining: 1 });
    expect(await store.hit('stopped', 2, 60)).toMatchObject({ remaining: 0 });
    await own.close();
    await allReady(connections);
  });

  it('counts locally while Redis is silent, asks once a second, and goes back', async () => {
    const clock = new ManualClock(start);
    const local = new MemoryRateLimitStore(clock, 100);
    const store = new RedisRateLimitStore(connections.for('commands'), local, clock);
    server.freeze();
    expect(await store.hit('frozen', 2, 60)).toMatchObject({ allowed: true, remaining: 1 });
    expect(store.hit('frozen', 2, 60)).toMatchObject({ allowed: true, remaining: 0 });
    expect(store.hit('frozen', 2, 60)).toMatchObject({ allowed: false });
    clock.advanceSeconds(1);
    const probe = store.hit('frozen', 2, 60);
    expect(probe).toBeInstanceOf(Promise);
    expect(store.hit('frozen', 2, 60)).toMatchObject({ allowed: false });
    expect(await probe).toMatchObject({ allowed: false });
    server.thaw();
    clock.advanceSeconds(1);
    await store.hit('thawed', 2, 60);
    expect(await store.hit('thawed', 2, 60)).toMatchObject({ remaining: 0 });
    expect(local.size).toBe(1);
  });
});

describe('without a Redis at the address', () => {
  it('counts locally, without waiting', async () => {
    const clock = new ManualClock(start);
    const connections = new RedisConnections('redis://127.0.0.1:1', silent);
    const local = new MemoryRateLimitStore(clock, 100);
    const store = new RedisRateLimitStore(connections.for('commands'), local, clock);
    expect(store.hit('a', 1, 60)).toMatchObject({ allowed: true });
    expect(store.hit('a', 1, 60)).toMatchObject({ allowed: false });
    await connections.close();
  });
});

const refuseLocal = new (class extends RateLimitStore {
  override hit(): Hit {
    throw new Error('the local store was asked although Redis is there');
  }
})();

async function allReady(connections: RedisConnections): Promise<void> {
  await Promise.all([untilReady(connections.for('commands')), untilReady(connections.for('producer'))]);
}

async function commandsProcessed(connections: RedisConnections, command: string): Promise<number> {
  const info = await connections.for('producer').info('commandstats');
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(info)?.[1] ?? 0);
}
