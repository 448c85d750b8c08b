import { minutesAgo, ok, pathParam, queryParam } from './recorded-answers.js';
import type { RecordedAnswers } from './recorded-answers.js';

const day = 24 * 60;
const proxy = (proxyId: string, rest: object = {}) => ({
  id: proxyId.length,
  proxyId,
  proxyUrl: `/l402/proxy/${proxyId}`,
  mode: 'test',
  name: 'Weather',
  description: null,
  targetBaseUrl: 'https://api.weather.example/v2',
  defaultPriceSats: 10,
  isActive: true,
  authHeader: null,
  hasAuthValue: false,
  timeout: 30,
  allowedMethods: [],
  allowedPaths: [],
  blockedPaths: [],
  hosts: [],
  retiredAt: null,
  createdAt: minutesAgo(9 * day),
  ...rest,
});
const host = (name: string, isProven: boolean) => ({
  host: name,
  isProven,
  txtRecord: { name: `_turnpike.${name}`, value: 'turnpike-host=0f1e2d3c4b5a69788796a5b4c3d2e1f0' },
});
const proxies = [
  proxy('weather-a1b2', {
    description: 'Forecasts for every city, hour by hour.',
    authHeader: 'Authorization',
    hasAuthValue: true,
    blockedPaths: ['/admin/*', '/internal/*'],
    hosts: [host('paid.weather.example', true), host('forecasts.weather.example', false)],
  }),
  proxy('image-classification-x9y8', {
    name: 'Image classification with an uncommonly long name for a proxy',
    targetBaseUrl: 'https://inference.internal.machine-learning.example/models/v1',
    defaultPriceSats: 21_000,
    isActive: false,
  }),
  proxy('old-maps-c3d4', { name: 'Old maps', retiredAt: minutesAgo(2 * day) }),
];
const price = (endpointId: string, path: string, basePriceSats: number, rest: object = {}) => ({
  id: basePriceSats,
  endpointId,
  path,
  httpMethod: 'GET',
  summary: null,
  basePriceSats,
  maxUses: null,
  tokenValiditySeconds: null,
  reserve: true,
  isActive: true,
  ...rest,
});
const prices = [
  price('forecast', '/forecast/{city}', 25, { summary: 'The forecast for a city', maxUses: 1 }),
  price('history', '/history/{city}/{year}', 1_500, { tokenValiditySeconds: 86_400, maxUses: 12 }),
  price('today', '/forecast/today', 5, { isActive: false }),
  price('report', '/reports', 300, { httpMethod: 'POST' }),
];
const settings = {
  manifestEnabled: true,
  manifestPubliclyListed: true,
  serviceDescription: 'Forecasts, hour by hour.',
  categories: ['weather', 'maps'],
  contactEmail: 'owner@weather.example',
  documentationUrl: 'https://weather.example/docs',
  termsOfServiceUrl: null,
  manifestUrl: '/l402/proxy/weather-a1b2/.well-known/l402-manifest.json',
  health: 'ok',
  probedAt: minutesAgo(7),
};
const sales = (index: number) => ({
  challenges: 20 + ((index * 37) % 29),
  paidChallenges: 12 + ((index * 17) % 13),
  revenueSats: 250 + ((index * 131) % 400),
  uses: 30 + ((index * 23) % 41),
});

function figures(from: string, to: string) {
  const first = Date.parse(`${from}T00:00:00Z`);
  const count = Math.round((Date.parse(`${to}T00:00:00Z`) - first) / 86_400_000) + 1;
  const days = Array.from({ length: count }, (_one, index) => ({
    day: new Date(first + index * 86_400_000).toISOString().slice(0, 10),
    ...sales(index),
  }));
  const paths = ['/forecast/oslo', '/forecast/lima', '/history/oslo/2029'];
  return {
    from,
    to,
    totals: { challenges: 912, paidChallenges: 541, revenueSats: 13_425, uses: 1_304 },
    days,
    resources: paths.map((path, index) => ({ resource: `/l402/proxy/weather-a1b2${path}`, ...sales(index) })),
  };
}

const has = (headers: { readonly cookie?: string | undefined }, name: string): boolean =>
  (headers.cookie ?? '').includes(`${name}=1`);

/** What the stand-in answers about proxies. With the cookie `empty=1` there are none, with `empty-proxy=1` they are bare. */
export const proxyAnswers: RecordedAnswers = {
  'GET /api/proxy': ({ headers }) =>
    ok({
      proxies: has(headers, 'empty')
        ? []
        : has(headers, 'empty-proxy')
          ? proxies.map(({ proxyId }) => proxy(proxyId))
          : proxies,
    }),
  'POST /api/proxy': () => ({ status: 201, body: proxies[0] }),
  'POST /api/proxy/probe': () => ok({ status: 401, failure: null, code: null }),
  'PUT /api/proxy/:proxyId': (request) =>
    ok(proxies.find(({ proxyId }) => proxyId === pathParam(request, 'proxyId')) ?? proxies[0]),
  'DELETE /api/proxy/:proxyId': () => ({ status: 204 }),
  'POST /api/proxy/:proxyId/unpublish': () => ok({ retired: true, alreadyRetired: false }),
  'POST /api/proxy/:proxyId/hosts/check': () => ok({ hosts: proxies[0]?.hosts ?? [] }),
  'GET /api/proxy/:proxyId/manifest/endpoints': ({ headers }) =>
    ok({ endpoints: has(headers, 'empty-proxy') ? [] : prices }),
  'POST /api/proxy/:proxyId/manifest/endpoints': () => ({ status: 201, body: prices[0] }),
  'PUT /api/proxy/:proxyId/manifest/endpoints/:endpointId': () => ok(prices[0]),
  'DELETE /api/proxy/:proxyId/manifest/endpoints/:endpointId': () => ({ status: 204 }),
  'POST /api/proxy/:proxyId/manifest/import': () =>
    ok({
      ...{ created: 1, updated: 1, skipped: 1 },
      operations: [
        {
          ...{ endpointId: 'forecast', path: '/forecast/{city}', httpMethod: 'GET', why: null },
          ...{ summary: 'The forecast for a city', basePriceSats: 25, outcome: 'update' },
        },
        {
          ...{ endpointId: 'alerts', path: '/alerts/{country}', httpMethod: 'GET', why: null },
          ...{ summary: null, basePriceSats: 10, outcome: 'create' },
        },
        {
          ...{ endpointId: null, path: '/tiles/{x}.png', httpMethod: 'GET', why: 'path' },
          ...{ summary: null, basePriceSats: null, outcome: 'skip' },
        },
      ],
    }),
  'GET /api/proxy/:proxyId/manifest/settings': ({ headers }) =>
    ok(has(headers, 'empty-proxy') ? { ...settings, manifestEnabled: false } : settings),
  'PUT /api/proxy/:proxyId/manifest/settings': () => ok(settings),
  'GET /api/proxy/:proxyId/price': (request) =>
    ok({
      ...{ outcome: 'priced', path: queryParam(request, 'path'), priceSats: 10 },
      ...{ endpointId: null, detail: null },
    }),
  'GET /api/proxy/:proxyId/figures': (request) =>
    ok(figures(queryParam(request, 'from'), queryParam(request, 'to'))),
};
