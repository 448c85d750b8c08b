import {
  AddressRefused,
  NotFound,
  PlanFeatureDisabled,
  PlanProxyLimit,
  ValidationFailed,
} from '@turnpike/problems';
import { emptyResponse, jsonBody, jsonResponse, keyWith, proxyIdParameter } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, ownStanding, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { hostExample, manifestExample, proxyExample } from './proxy-examples.js';

const security = keyWith('merchant:admin');
const refused = keyRefused('merchant:admin');
const notFound = new NotFound('Proxy');
const parameters = [proxyIdParameter];
const upstreamRefused = [
  ...bodyRefused,
  new ValidationFailed({ targetBaseUrl: ['targetBaseUrl must be an http or https address'] }),
  new AddressRefused('targetBaseUrl'),
];
const changeRefused = [
  ...bodyRefused,
  new ValidationFailed({ timeout: ['timeout must not be less than 1'] }),
  new AddressRefused('targetBaseUrl'),
];
const { name, targetBaseUrl, defaultPriceSats } = proxyExample;

/** A merchant's proxies. */
export const proxyPaths: Paths = {
  '/api/proxy': {
    get: {
      operationId: 'listProxies',
      tags: ['Proxies'],
      summary: 'List proxies',
      description: 'Of the mode of the key, oldest first.',
      security,
      responses: {
        '200': jsonResponse('The proxies.', 'ProxyList', { one: { proxies: [proxyExample] } }),
        ...problemResponses(...refused, ...always),
      },
    },
    post: {
      operationId: 'createProxy',
      tags: ['Proxies'],
      summary: 'Put an API behind the gateway',
      description:
        'From then on `/l402/proxy/{proxyId}/…` asks for payment and passes paid requests on, with the payer’s credential taken away. A live key makes a proxy whose payers pay your own wallet, a test key one for play money. The address is judged where the connection is made; redirects of the upstream are returned, not followed.',
      security,
      requestBody: jsonBody('ProxyRequest', {
        plain: { name, targetBaseUrl, defaultPriceSats },
        withSecret: {
          ...{ name, targetBaseUrl, defaultPriceSats },
          ...{ authHeader: 'Authorization', authValue: 'Bearer not-a-secret', blockedPaths: ['/admin/*'] },
        },
      }),
      responses: {
        '201': jsonResponse('The proxy.', 'Proxy', { made: proxyExample }),
        ...problemResponses(...upstreamRefused, new PlanProxyLimit(ownStanding, 1), ...refused, ...always),
      },
    },
  },
  '/api/proxy/{proxyId}': {
    get: {
      operationId: 'getProxy',
      tags: ['Proxies'],
      summary: 'Get a proxy',
      description: 'With what it has brought: figures are some seconds late and kept by day.',
      security,
      parameters,
      responses: {
        '200': jsonResponse('The proxy.', 'ProxyWithFigures', {
          one: { ...proxyExample, requests: 1204, revenueSats: 9425 },
        }),
        ...problemResponses(...refused, notFound, ...always),
      },
    },
    put: {
      operationId: 'changeProxy',
      tags: ['Proxies'],
      summary: 'Change a proxy',
      description:
        'In force everywhere within two seconds. When a price rises, tokens bought for the old one are taken as long as they could live.',
      security,
      parameters,
      requestBody: jsonBody('ProxyPatch', { dearer: { defaultPriceSats: 20 }, off: { isActive: false } }),
      responses: {
        '200': jsonResponse('The proxy as it now is.', 'Proxy', {
          dearer: { ...proxyExample, defaultPriceSats: 20 },
        }),
        ...problemResponses(...changeRefused, ...refused, notFound, ...always),
      },
    },
    delete: {
      operationId: 'removeProxy',
      tags: ['Proxies'],
      summary: 'Remove a proxy',
      description: 'With its prices and host names. What was sold of it opens nothing any more.',
      security,
      parameters,
      responses: {
        '204': emptyResponse('Removed.'),
        ...problemResponses(...bodyRefused, ...refused, notFound, ...always),
      },
    },
  },
  '/api/proxy/{proxyId}/unpublish': {
    post: {
      operationId: 'unpublishProxy',
      tags: ['Proxies'],
      summary: 'Take a proxy from the public',
      description:
        'For good: it is listed no more, sells nothing and passes nothing on. Told once, as `proxy.unpublished`; the same call again changes nothing.',
      security,
      parameters,
      requestBody: jsonBody('UnpublishRequest', { plain: {}, why: { reason: 'moved' } }, false),
      responses: {
        '200': jsonResponse('Done.', 'Unpublished', {
          done: { proxyId: example.proxyId, retired: true, alreadyRetired: false },
        }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ reason: ['reason must be a text of 0 to 500 characters'] }),
          ...refused,
          notFound,
          ...always,
        ),
      },
    },
  },
  '/api/proxy/{proxyId}/hosts/check': {
    post: {
      operationId: 'checkProxyHosts',
      tags: ['Proxies'],
      summary: 'Look for the TXT records of host names',
      description:
        'A host name leads to the proxy once its DNS holds the record that the proxy shows. That the name points at the gateway proves nothing. Certificates are the matter of whoever runs the instance.',
      security,
      parameters,
      responses: {
        '200': jsonResponse('The host names as they now are.', 'ProxyHostList', {
          one: { hosts: [hostExample] },
        }),
        ...problemResponses(...bodyRefused, ...refused, notFound, ...always),
      },
    },
  },
  '/api/proxy/{proxyId}/manifest/settings': {
    get: {
      operationId: 'getManifest',
      tags: ['Proxies'],
      summary: 'What is told in public',
      security,
      parameters,
      responses: {
        '200': jsonResponse('The settings.', 'ManifestSettings', { on: manifestExample }),
        ...problemResponses(...refused, notFound, ...always),
      },
    },
    put: {
      operationId: 'changeManifest',
      tags: ['Proxies'],
      summary: 'Say what is told in public',
      description:
        'While `manifestEnabled`, the gateway tells prices to whoever asks: `/.well-known/l402-manifest.json`, `/openapi.json`, `/llms.txt` and others below the proxy. Never the upstream’s address, never a secret.',
      security,
      parameters,
      requestBody: jsonBody('ManifestPatch', { on: { manifestEnabled: true, categories: ['weather'] } }),
      responses: {
        '200': jsonResponse('The settings as they now are.', 'ManifestSettings', { on: manifestExample }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ documentationUrl: ['documentationUrl must be an http or https address'] }),
          new PlanFeatureDisabled(ownStanding, 'listing'),
          ...refused,
          notFound,
          ...always,
        ),
      },
    },
  },
};
