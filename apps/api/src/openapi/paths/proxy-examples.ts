import { example } from '../schemas/example-values.js';

const proxyUrl = `/l402/proxy/${example.proxyId}`;

/** A proxy. */
export const proxyExample = {
  id: 7,
  proxyId: example.proxyId,
  proxyUrl,
  mode: 'test',
  name: 'Weather',
  description: null,
  targetBaseUrl: 'https://api.weather.example/v2',
  defaultPriceSats: 10,
  isActive: true,
  authHeader: 'Authorization',
  hasAuthValue: true,
  timeout: 30,
  allowedMethods: [],
  allowedPaths: [],
  blockedPaths: ['/admin/*'],
  hosts: [],
  retiredAt: null,
  createdAt: example.createdAt,
};

/** A host name that its DNS has not proven yet. */
export const hostExample = {
  host: 'paid.weather.example',
  isProven: false,
  txtRecord: {
    name: '_turnpike.paid.weather.example',
    value: 'turnpike-host=0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  },
};

/** An endpoint. */
export const endpointExample = {
  id: 31,
  endpointId: 'getForecast',
  path: '/forecast/{city}',
  httpMethod: 'GET',
  summary: 'The forecast for a city',
  basePriceSats: 25,
  maxUses: 1,
  tokenValiditySeconds: null,
  reserve: true,
  isActive: true,
};

/** What is told of a proxy. */
export const manifestExample = {
  manifestEnabled: true,
  manifestPubliclyListed: false,
  serviceDescription: 'Forecasts, hour by hour.',
  categories: ['weather'],
  contactEmail: 'owner@weather.example',
  documentationUrl: 'https://weather.example/docs',
  termsOfServiceUrl: null,
  manifestUrl: `${proxyUrl}/.well-known/l402-manifest.json`,
  health: 'unknown',
  probedAt: null,
};

const sales = { challenges: 412, paidChallenges: 377, revenueSats: 9425, uses: 1204 };

/** What a proxy has brought on a day. */
export const figuresExample = {
  from: '2029-12-31',
  to: '2029-12-31',
  totals: sales,
  days: [{ day: '2029-12-31', ...sales }],
  resources: [{ resource: `${proxyUrl}/forecast/oslo`, ...sales }],
};

/** What an import would do. */
export const previewExample = {
  created: 1,
  updated: 0,
  skipped: 0,
  operations: [
    {
      endpointId: 'getForecast',
      path: '/forecast/{city}',
      httpMethod: 'GET',
      summary: null,
      basePriceSats: 10,
      outcome: 'create',
      why: null,
    },
  ],
};
