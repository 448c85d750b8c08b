import { Global, Module } from '@nestjs/common';
import { VERSION } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { RedisConnections } from '@turnpike/redis';
import { Shutdown } from '../http/shutdown.js';
import { smallApp } from '../http/small-app.fake.js';
import type { SmallApp } from '../http/small-app.fake.js';
import { HealthModule } from './health.module.js';

/** What the checks look at, as the test wants it. */
class Surroundings {
  database: 'up' | 'away' | 'hangs' = 'up';
  redis: 'none' | 'up' | 'away' = 'none';
  restored = false;
  /** Statements sent to the database: one for itself, one for events, one for the queues, which are in it without Redis. */
  looks = 0;
}

async function open(surroundings: Surroundings): Promise<SmallApp> {
  const pool = {
    query: () => {
      surroundings.looks += 1;
      if (surroundings.database === 'hangs') return new Promise(() => undefined);
      return surroundings.database === 'up'
        ? Promise.resolve({ rows: [{ restored: surroundings.restored }] })
        : Promise.reject(new Error('away'));
    },
  };
  const redis = {
    configured: surroundings.redis !== 'none',
    for: () => ({
      ping: () => (surroundings.redis === 'up' ? Promise.resolve('PONG') : Promise.reject(new Error('away'))),
    }),
  };
  const providers = [
    { provide: HotPool, useValue: pool },
    { provide: RedisConnections, useValue: redis },
  ];
  @Global()
  @Module({ providers, exports: providers })
  class SurroundingsModule {}
  return smallApp({ imports: [SurroundingsModule, HealthModule] });
}

describe('the health routes', () => {
  let small: SmallApp;
  let around: Surroundings;
  const start = async (changes: Partial<Surroundings> = {}): Promise<void> => {
    around = Object.assign(new Surroundings(), changes);
    small = await open(around);
  };
  afterEach(() => small.app.close());
  const get = async (url: string) => {
    const answer = await small.app.inject({ url });
    return { status: answer.statusCode, body: answer.json(), retryAfter: answer.headers['retry-after'] };
  };

  it('say ok, with what was looked at and the version', async () => {
    await start({ redis: 'up' });
    for (const url of ['/health', '/health/ready']) {
      expect(await get(url)).toEqual({
        status: 200,
        body: {
          status: 'ok',
          version: VERSION,
          checks: { database: 'ok', queues: 'ok', events: 'ok', redis: 'ok' },
        },
        retryAfter: undefined,
      });
    }
  });

  it('say degraded, and ready, while Redis is away', async () => {
    await start({ redis: 'away' });
    for (const url of ['/health', '/health/ready']) {
      expect(await get(url)).toMatchObject({
        status: 200,
        body: { status: 'degraded', checks: { queues: 'down', redis: 'down' } },
      });
    }
  });

  it('say degraded, and ready, while events stand still since the database was restored', async () => {
    await start({ restored: true });
    const body = { status: 'degraded', checks: { database: 'ok', events: 'down' } };
    expect(await get('/health/ready')).toMatchObject({ status: 200, body });
  });

  it('say down and when to ask again while the database is away, though the process lives', async () => {
    await start({ database: 'away' });
    for (const url of ['/health', '/health/ready']) {
      expect(await get(url)).toMatchObject({
        status: 503,
        body: { status: 'down', checks: { database: 'down' } },
        retryAfter: '1',
      });
    }
    expect(await get('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('look at most once a second, however often and by how many they are asked', async () => {
    await start();
    await Promise.all([get('/health'), get('/health/ready'), get('/health')]);
    small.clock.advanceSeconds(0.9);
    await get('/health');
    expect(around.looks).toBe(3);
    small.clock.advanceSeconds(0.2);
    around.database = 'away';
    expect((await get('/health')).status).toBe(503);
    expect(around.looks).toBe(6);
  });

  it('do not wait for ever on a database that hangs', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    try {
      await start({ database: 'hangs' });
      const answer = get('/health/ready');
      while (around.looks === 0) await new Promise((resolve) => setImmediate(resolve));
      jest.advanceTimersByTime(2_000);
      expect((await answer).body).toMatchObject({ status: 'down', checks: { database: 'down' } });
    } finally {
      jest.useRealTimers();
    }
  });

  it('say not ready from the first moment of a shutdown', async () => {
    await start();
    expect((await get('/health/ready')).status).toBe(200);
    small.app.get(Shutdown).begin();
    expect(await get('/health/ready')).toMatchObject({
      status: 503,
      body: { checks: { process: 'stopping' } },
    });
    expect((await get('/health/live')).status).toBe(200);
    expect((await small.app.inject({ url: '/health/live' })).headers['connection']).toBe('close');
  });
});

describe('the pages about problems', () => {
  let small: SmallApp;
  beforeAll(async () => {
    small = await open(new Surroundings());
  });
  afterAll(() => small.app.close());
  const get = (url: string, accept?: string) =>
    small.app.inject({ url, headers: accept === undefined ? {} : { accept } });

  it('are JSON for programs', async () => {
    for (const accept of [undefined, '*/*', 'application/json', 'application/json, text/html']) {
      const answer = await get('/problems/rate_limited', accept);
      expect(answer.headers['content-type']).toContain('application/json');
      expect(answer.json()).toEqual({
        slug: 'rate_limited',
        status: 429,
        title: 'Too many requests',
        text: expect.stringContaining('Wait'),
      });
    }
    expect((await get('/problems')).json().problems.length).toBeGreaterThan(40);
  });

  it('are HTML for browsers, that loads and runs nothing', async () => {
    const answer = await get('/problems/rate_limited', 'text/html,application/xhtml+xml,*/*;q=0.8');
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(answer.headers['vary']).toBe('Accept');
    expect(answer.body).toContain('<h1>Too many requests</h1>');
    expect(answer.body).toContain('<code>Retry-After</code>');
    expect(answer.body).toContain('prefers-color-scheme: dark');
    expect((await get('/problems', 'text/html')).body).toContain('href="problems/rate_limited"');
  });

  it('are missing for what is no problem of ours', async () => {
    expect((await get('/problems/nonsense')).json().error).toBe('not_found');
  });
});
