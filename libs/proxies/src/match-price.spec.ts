import { canonicalTemplate } from './endpoint-template.js';
import { isPathOpen, matchPrice, openMethods, type PricedEndpoint, type PriceTable } from './match-price.js';

const now = new Date('2026-11-20T12:00:00Z');
const priced = (path: string, basePriceSats: number, httpMethod = 'GET'): PricedEndpoint => ({
  endpointId: `${httpMethod} ${path}`,
  path,
  httpMethod,
  basePriceSats,
  summary: null,
  maxUses: null,
  tokenValiditySeconds: null,
  reserve: true,
  isActive: true,
});
const table = (endpoints: readonly PricedEndpoint[], more: Partial<PriceTable> = {}): PriceTable => ({
  defaultPriceSats: 7,
  oldPrices: [],
  endpoints,
  allowedMethods: [],
  allowedPaths: [],
  blockedPaths: [],
  ...more,
});
const priceOf = (endpoints: readonly PricedEndpoint[], path: string, method = 'GET'): number =>
  matchPrice(table(endpoints), method, path, now).priceSats;

describe('the price of a path', () => {
  const users = [priced('/users/{id}', 10), priced('/users/me', 20), priced('/{kind}/{id}', 30)];

  it.each([
    ['/users/me', 20],
    ['/users/42', 10],
    ['/things/42', 30],
    ['/users', 7],
    ['/users/42/more', 7],
    ['/', 7],
  ])('%s is that of the endpoint with the most literal segments: %d', (path, expected) => {
    expect(priceOf(users, path)).toBe(expected);
    expect(priceOf([...users].reverse(), path)).toBe(expected);
  });

  it('is never lower in another spelling: letter case is ignored before a variable is tried', () => {
    const endpoints = [priced('/{any}', 1), priced('/premium', 100)];
    for (const path of ['/premium', '/Premium', '/PREMIUM']) expect(priceOf(endpoints, path)).toBe(100);
    expect(priceOf(endpoints, '/other')).toBe(1);
  });

  it('is that of the exact case where both are for sale', () => {
    const endpoints = [priced('/Report', 50), priced('/report', 60)];
    expect([priceOf(endpoints, '/Report'), priceOf(endpoints, '/report')]).toEqual([50, 60]);
    expect(priceOf(endpoints, '/REPORT')).toBe(50);
  });

  it('prefers what is literal sooner among as many literal segments', () => {
    const endpoints = [priced('/{a}/b', 1), priced('/a/{b}', 2)];
    expect(priceOf(endpoints, '/a/b')).toBe(2);
  });

  it('is by method, HEAD as GET, and not of an endpoint that is switched off', () => {
    const endpoints = [priced('/x', 10), priced('/x', 99, 'POST')];
    expect([priceOf(endpoints, '/x', 'HEAD'), priceOf(endpoints, '/x', 'POST')]).toEqual([10, 99]);
    expect(priceOf(endpoints, '/x', 'DELETE')).toBe(7);
    expect(priceOf([{ ...priced('/x', 10), isActive: false }], '/x')).toBe(7);
  });

  it('is taken from an old price on for a while after a rise', () => {
    const oldPrices = [{ sats: 4, until: '2026-11-20T13:00:00Z' }];
    expect(matchPrice(table([], { oldPrices }), 'GET', '/x', now)).toMatchObject({
      priceSats: 7,
      acceptFromSats: 4,
    });
  });
});

describe('a template', () => {
  it.each([
    ['/users/{id}', '/users/{id}'],
    ['/caf%c3%a9/{id}/', '/caf%C3%A9/{id}'],
    ['/café', '/caf%C3%A9'],
    ['/{a}', '/{a}'],
    ['/', '/'],
  ])('%s is kept as %s', (path, expected) => {
    expect(canonicalTemplate(path)).toBe(expected);
  });

  it.each(['users', '//x', '/a/../b', '/a{id}', '/a?x', '/a;b', '/%2e', '/{}', '/a/{b', ''])(
    '%j has no single meaning',
    (path) => {
      expect(canonicalTemplate(path)).toBeNull();
    },
  );
});

describe('what a proxy lets through', () => {
  it('is what is allowed and not blocked', () => {
    const rules = table([], { allowedPaths: ['/v1/*'], blockedPaths: ['/v1/admin/*'] });
    const open = ['/v1/a', '/v2/a', '/v1/admin', '/v1/Admin/x'].map((path) => isPathOpen(rules, path));
    expect(open).toEqual([true, false, false, false]);
    expect(isPathOpen(table([]), '/anything')).toBe(true);
  });

  it('is HEAD wherever GET is', () => {
    expect(openMethods(table([]))).toBeNull();
    expect(openMethods(table([], { allowedMethods: ['GET', 'POST'] }))).toEqual(['GET', 'HEAD', 'POST']);
  });
});
