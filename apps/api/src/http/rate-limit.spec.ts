import { smallApp } from './small-app.fake.js';
import type { SmallApp } from './small-app.fake.js';

describe('a rate limit', () => {
  let small: SmallApp;
  afterEach(() => small.app.close());
  const get = (url: string, headers: Record<string, string> = {}) => small.app.inject({ url, headers });

  it('tells where the caller stands and when counting begins anew', async () => {
    small = await smallApp({ env: { RATE_LIMIT_READ: '2' } });
    const headers = { 'x-api-key': 'good' };
    const end = Date.parse('2026-12-01T10:01:00Z') / 1000;
    expect((await get('/things/1', headers)).headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-reset': String(end),
    });
    await get('/things/1', headers);
    const refused = await get('/things/1', headers);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers).toMatchObject({ 'retry-after': '48', 'x-ratelimit-remaining': '0' });
    expect(refused.json()).toMatchObject({
      code: 'RATE_LIMIT_EXCEEDED',
      limit: 2,
      window_seconds: 60,
      retry_after: 48,
    });
    expect(await small.metrics.registry.metrics()).toContain('turnpike_rate_limited_total{limit="read"} 1');
  });

  it('counts each key and each limit for itself', async () => {
    small = await smallApp({ env: { RATE_LIMIT_READ: '1', RATE_LIMIT_WRITE: '1' } });
    expect((await get('/things/1', { 'x-api-key': 'good' })).statusCode).toBe(200);
    expect((await get('/sandbox', { 'x-api-key': 'good' })).statusCode).toBe(200);
    expect((await get('/sandbox', { 'x-api-key': 'scopeless' })).statusCode).toBe(200);
    expect((await get('/sandbox', { 'x-api-key': 'good' })).statusCode).toBe(429);
  });

  it('does nothing and says nothing when it is 0', async () => {
    small = await smallApp({ env: { RATE_LIMIT_READ: '0' } });
    const answer = await get('/things/1', { 'x-api-key': 'good' });
    expect(answer.statusCode).toBe(200);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
  });

  it('counts public reads per address, as trusted proxies tell it, an IPv6 subscriber as one', async () => {
    small = await smallApp({ env: { RATE_LIMIT_PUBLIC: '1', TRUSTED_PROXIES: '127.0.0.1' } });
    const from = async (address: string) =>
      (await get('/search?name=a', { 'x-forwarded-for': address })).statusCode;
    expect(await from('203.0.113.7')).toBe(200);
    expect(await from('203.0.113.8')).toBe(200);
    expect(await from('203.0.113.7')).toBe(429);
    expect(await from('2001:db8:1:2::1')).toBe(200);
    expect(await from('2001:db8:1:2:3::9')).toBe(429);
    expect(await from('2001:db8:1:3::1')).toBe(200);
  });

  it('believes no forwarded address without a trusted proxy', async () => {
    small = await smallApp({ env: { RATE_LIMIT_PUBLIC: '1' } });
    expect((await get('/search?name=a', { 'x-forwarded-for': '203.0.113.7' })).statusCode).toBe(200);
    expect((await get('/search?name=a', { 'x-forwarded-for': '203.0.113.8' })).statusCode).toBe(429);
  });
});
