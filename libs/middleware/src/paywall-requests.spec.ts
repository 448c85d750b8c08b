import type { PaywallOptions } from './paywall-options.js';
import { Paywall } from './paywall.js';
import {
  CREDENTIAL,
  decisionOn,
  headerOf,
  ScriptedBroker,
  type AskedRequest,
} from './scripted-broker.fake.js';

let broker: ScriptedBroker;
let heard: unknown[];

beforeEach(() => {
  broker = new ScriptedBroker();
  heard = [];
});

const on = (request: AskedRequest, more: Partial<PaywallOptions<AskedRequest>> = {}) =>
  decisionOn({ client: broker, priceSats: 10, onError: (error) => heard.push(error), ...more }, request);

const noPrices: unknown[] = [
  0,
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '10',
  null,
  undefined,
  2 ** 53,
  {},
];

describe('a price', () => {
  it.each(noPrices)('of %p is refused at start where it is a value', (price) => {
    expect(() => new Paywall({ client: broker, priceSats: price as number })).toThrow(TypeError);
  });

  it.each([...noPrices, true, { free: 1 }, { free: 'true' }])(
    'of %p is a 500 where a function gives it, and never free',
    async (price) => {
      const decision = await on({ headers: CREDENTIAL }, { priceSats: () => price as number });
      expect(decision.answer?.status).toBe(500);
      expect([broker.verified, broker.minted, heard.length]).toEqual([[], [], 1]);
    },
  );

  it('may come late, and knows path and query in their one spelling', async () => {
    const priceSats = (_request: AskedRequest, { path, query }: { path: string; query: string | null }) =>
      Promise.resolve(path === '/a%20b' && query === 'q=1' ? 7 : 1);
    await on({ target: '/%61%20b/?q=1' }, { priceSats });
    expect(broker.minted).toMatchObject([{ priceSats: 7 }]);
  });

  it('is none only if the function says free, in so many words', async () => {
    const decision = await on({}, { priceSats: () => ({ free: true }) });
    expect(decision.admission?.result).toEqual({ paid: false, why: 'free' });
    expect(headerOf(decision, 'cache-control')).toEqual(['private']);
  });
});

describe('a function of the seller that fails', () => {
  const fail = () => {
    throw new Error('database away');
  };
  it.each(['priceSats', 'acceptFromSats', 'resource', 'description', 'payer'])(
    'is a 500 that tells nothing, for %s',
    async (name) => {
      const decision = await on({}, { [name]: fail });
      expect(decision.answer?.status).toBe(500);
      expect(decision.answer?.body).not.toContain('database');
      expect(heard).toHaveLength(1);
    },
  );

  it('is a 500 when it names no resource that can be sold', async () => {
    for (const resource of ['', '  ', 'a\nb', 5 as unknown as string]) {
      expect((await on({}, { resource: () => resource })).answer?.status).toBe(500);
    }
  });

  it('cannot open anything by failing in its log, too', async () => {
    broker.verify = () => Promise.reject(new Error('away'));
    expect((await on({ headers: CREDENTIAL }, { onError: fail })).answer?.status).toBe(503);
  });
});

describe('a request', () => {
  it.each([
    '/a//b',
    '/a/../b',
    '/a%2fb',
    '/a%00',
    '/a;b',
    '/%zz',
    '/%25aa',
    '*',
    'shop.example:443',
    '/#a',
    '/ü',
  ])('for %s is answered 400, and nobody is asked', async (target) => {
    const decision = await on({ target, headers: CREDENTIAL });
    expect(decision.answer?.status).toBe(400);
    expect(JSON.parse(decision.answer?.body ?? '')).toMatchObject({ error: 'path_refused' });
    expect([broker.verified, broker.minted]).toEqual([[], []]);
  });

  it.each(['TRACE', 'CONNECT', 'GE T', 'G3T', ''])('of the method %p is answered 405', async (method) => {
    expect((await on({ method, headers: CREDENTIAL })).answer?.status).toBe(405);
  });

  it('of gRPC is answered 415', async () => {
    const headers = { ...CREDENTIAL, 'content-type': 'application/grpc+proto' };
    expect((await on({ headers })).answer?.status).toBe(415);
  });

  it('whose name is too long to be sold is answered 400', async () => {
    const target = `/a?x=${'%20'.repeat(700)}`;
    expect((await on({ target }, { query: ['x'] })).answer?.status).toBe(400);
  });

  it('is sold under service and resource as the seller says', async () => {
    await on({ target: '/v1/x' }, { service: 'weather' });
    await on({ target: '/v1/x' }, { service: 'weather', resource: 'report' });
    await on({ target: '/users/5?b=2&a=1' }, { resource: () => '/users/{id}', query: ['b', 'a'] });
    expect(broker.minted.map(({ resource }) => resource)).toEqual([
      'weather/v1/x',
      'weather/report',
      '/users/{id}?a=1&b=2',
    ]);
  });

  it.each(['', 'a/b', 'a b', 'x'.repeat(65)])('is never sold under the service %p', (service) => {
    expect(() => new Paywall({ client: broker, priceSats: 1, service })).toThrow(TypeError);
  });

  it('is a preflight only for a page of another origin that asks for a method', async () => {
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' };
    expect((await on({ method: 'OPTIONS', headers })).answer?.status).toBe(204);
    for (const name of ['origin', 'access-control-request-method']) {
      const { [name]: _left, ...rest } = headers as Record<string, string>;
      expect((await on({ method: 'OPTIONS', headers: rest })).answer?.status).toBe(402);
    }
    expect((await on({ method: 'GET', headers })).answer?.status).toBe(402);
    expect((await on({ method: 'OPTIONS', headers }, { cors: false })).answer?.status).toBe(402);
  });

  it('of the seller’s own origin alone is what CORS can be narrowed to', async () => {
    const cors = { origin: 'https://shop.example', allowHeaders: ['X-Own'] };
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' };
    const decision = await on({ method: 'OPTIONS', headers }, { cors });
    expect(headerOf(decision, 'access-control-allow-origin')).toEqual(['https://shop.example']);
    expect(headerOf(decision, 'access-control-allow-headers')[0]).toMatch(/authorization.*X-Own$/);
  });
});

describe('a reserved use', () => {
  it('is committed or given back once, whatever is said later', async () => {
    const decision = await on({ headers: CREDENTIAL }, { reserve: true });
    await decision.admission?.conclude(false);
    await decision.admission?.conclude(true);
    expect(broker.decided).toEqual(['release use_1']);
    const other = await on({ headers: CREDENTIAL }, { reserve: true });
    await Promise.all([other.admission?.conclude(true), other.admission?.conclude(false)]);
    expect(broker.decided).toEqual(['release use_1', 'commit use_1']);
  });

  it('whose answer was lost is asked for again under its id, and given back', async () => {
    const { verify } = broker;
    broker.verify = () => {
      broker.verify = verify;
      throw new Error('no answer');
    };
    expect((await on({ headers: CREDENTIAL }, { reserve: true })).answer?.status).toBe(503);
    while (broker.decided.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(broker.decided).toEqual(['release use_1']);
    const [first, again] = broker.verified;
    expect(again).toEqual(first);
  });

  it('is not there where none is asked for', async () => {
    const decision = await on({ headers: CREDENTIAL });
    await decision.admission?.conclude(false);
    expect(broker.decided).toEqual([]);
  });
});
