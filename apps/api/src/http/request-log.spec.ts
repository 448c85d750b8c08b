import { smallApp } from './small-app.fake.js';
import type { SmallApp } from './small-app.fake.js';

describe('the request log', () => {
  let small: SmallApp;
  beforeEach(async () => {
    small = await smallApp();
  });
  afterEach(() => small.app.close());

  const answered = () =>
    small.logLines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered');
  const get = (url: string, headers = {}) => small.app.inject({ url, headers });

  it('has one line a request: who, which route, how it ended, and no address, query or header', async () => {
    await get('/things/secret-id?q=secret', { 'x-api-key': 'good', cookie: 'secret' });
    expect(answered()).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        correlationId: expect.any(String),
        method: 'GET',
        route: '/things/:id',
        status: 200,
        millis: expect.any(Number),
        merchantId: 42,
        mode: 'test',
        keyId: 'key_good',
        msg: 'answered',
      },
    ]);
    expect(small.logLines.join('')).not.toContain('secret');
  });

  it('has a line for what no route took', async () => {
    await get('/nothing');
    expect(answered()).toMatchObject([{ route: 'unknown', status: 404 }]);
  });

  it('is sampled on the hot path, where only the figures are complete', async () => {
    const headers = { 'x-api-key': 'good' };
    for (let i = 0; i < 50; i++) {
      await small.app.inject({ method: 'POST', url: '/direct', headers, payload: { text: 'a' } });
    }
    expect(answered()).toEqual([]);
    expect(await small.metrics.registry.metrics()).toContain(
      'turnpike_http_request_seconds_count{method="POST",route="/direct",status="200"} 50',
    );
  });

  it('has every fault of ours, sampled or not', async () => {
    await get('/broken');
    expect(answered()).toMatchObject([{ route: '/broken', status: 500 }]);
  });
});
