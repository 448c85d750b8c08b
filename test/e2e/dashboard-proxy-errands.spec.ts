import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { BROWSER_HOOK_MILLIS, describeInBrowser, inBrowser } from '../support/dashboard/browser.js';
import { standIn } from '../support/dashboard/stand-in.js';

describeInBrowser('an owner of a proxy, in a browser (left out where there is no Chromium)', () => {
  let server: FastifyInstance;
  let seen: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    server = await standIn();
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    seen = await inBrowser('proxy-errands', { base: `http://127.0.0.1:${String(port)}` });
  }, BROWSER_HOOK_MILLIS);

  afterAll(() => server.close());

  it('reads at the address that it may not be called, until it is another one', () => {
    expect(seen['an upstream in a private network']).toEqual({
      sent: [{ targetBaseUrl: 'https://10.0.0.4' }],
      invalid: 'true',
      stillSaid: false,
    });
  });

  it('sees what becomes of each operation of a document before anything does', () => {
    const document = { paths: {} };
    expect(seen['prices from a document']).toEqual({
      sent: [{ document, dryRun: true }, { document }],
      rows: [
        'Operation Becomes Price',
        'GET /forecast/{city} The forecast for a city Changes 25 sats',
        'GET /alerts/{country} New 10 sats',
        'GET /tiles/{x}.png Its path has no single meaning: only whole segments may vary. Left out –',
      ],
    });
  });

  it('gives a secret header that is never shown again, and takes it away once asked', () => {
    expect(seen['a header for the upstream']).toEqual({
      sent: [{ authHeader: 'Authorization', authValue: 'Bearer hush' }, { authHeader: '' }],
      shown: '',
      left: '',
    });
  });

  it('adds a host name to those that are there, and has its DNS looked at', () => {
    const hosts = ['paid.weather.example', 'forecasts.weather.example', 'api.weather.example'];
    expect(seen['a host name of its own']).toEqual({ sent: [{ hosts }], checks: 1 });
  });

  it('pauses at once, and deletes only what it was asked about', () => {
    expect(seen['a pause, and the end']).toEqual({ sent: [{ isActive: false }], before: 0, removed: 1 });
  });

  it('is shown the way to another plan where the plan refuses', () => {
    expect(seen['what the plan refuses']).toEqual({ end: '/dashboard/plan' });
  });

  it('who only reads sees all of it and is offered no change, but to ask what a path would cost', () => {
    expect(seen['looking only at a proxy']).toEqual({ deeds: ['unnamed'] });
  });
});
