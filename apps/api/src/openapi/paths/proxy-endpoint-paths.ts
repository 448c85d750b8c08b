import {
  AddressRefused,
  EndpointExists,
  MalformedJson,
  NotFound,
  PayloadTooLarge,
  UnsupportedMediaType,
  ValidationFailed,
} from '@turnpike/problems';
import { proxyBounds } from '@turnpike/proxies';
import {
  emptyResponse,
  jsonBody,
  jsonResponse,
  keyWith,
  pathParameter,
  proxyIdParameter,
} from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { endpointExample, previewExample } from './proxy-examples.js';

const security = keyWith('merchant:admin');
const refused = keyRefused('merchant:admin');
const noProxy = new NotFound('Proxy');
const endpointIdParameter = pathParameter(
  'endpointId',
  'The `endpointId` of the endpoint.',
  { type: 'string', maxLength: 256 },
  endpointExample.endpointId,
);
const termsRefused = [
  ...bodyRefused,
  new ValidationFailed({ path: ['path must be a plain path, with {name} for what may vary'] }),
];
const { id: _id, ...wish } = endpointExample;

/** The prices of proxies. */
export const proxyEndpointPaths: Paths = {
  '/api/proxy/{proxyId}/manifest/endpoints': {
    get: {
      operationId: 'listProxyEndpoints',
      tags: ['Proxies'],
      summary: 'List endpoints',
      description: 'Oldest first. What none of them fits costs the default price of the proxy.',
      security,
      parameters: [proxyIdParameter],
      responses: {
        '200': jsonResponse('The endpoints.', 'ProxyEndpointList', { one: { endpoints: [endpointExample] } }),
        ...problemResponses(...refused, noProxy, ...always),
      },
    },
    post: {
      operationId: 'createProxyEndpoint',
      tags: ['Proxies'],
      summary: 'Add an endpoint',
      description:
        'Of those that fit a path, the one with the most literal segments counts. Letter case is ignored where nothing fits exactly, so that another spelling is never cheaper.',
      security,
      parameters: [proxyIdParameter],
      requestBody: jsonBody('ProxyEndpointRequest', { once: wish }),
      responses: {
        '201': jsonResponse('The endpoint.', 'ProxyEndpoint', { made: endpointExample }),
        ...problemResponses(
          ...termsRefused,
          new EndpointExists(endpointExample.endpointId),
          ...refused,
          noProxy,
          ...always,
        ),
      },
    },
  },
  '/api/proxy/{proxyId}/manifest/endpoints/{endpointId}': {
    put: {
      operationId: 'changeProxyEndpoint',
      tags: ['Proxies'],
      summary: 'Change an endpoint',
      security,
      parameters: [proxyIdParameter, endpointIdParameter],
      requestBody: jsonBody('ProxyEndpointPatch', { dearer: { basePriceSats: 30 } }),
      responses: {
        '200': jsonResponse('The endpoint as it now is.', 'ProxyEndpoint', {
          dearer: { ...endpointExample, basePriceSats: 30 },
        }),
        ...problemResponses(...termsRefused, ...refused, noProxy, ...always),
      },
    },
    delete: {
      operationId: 'removeProxyEndpoint',
      tags: ['Proxies'],
      summary: 'Remove an endpoint',
      description: 'Its paths cost what they would without it.',
      security,
      parameters: [proxyIdParameter, endpointIdParameter],
      responses: {
        '204': emptyResponse('Removed.'),
        ...problemResponses(...bodyRefused, ...refused, noProxy, ...always),
      },
    },
  },
  '/api/proxy/{proxyId}/manifest/import': {
    post: {
      operationId: 'importProxyEndpoints',
      tags: ['Proxies'],
      summary: 'Make endpoints of an OpenAPI document',
      description: `Of at most ${String(proxyBounds.importBytesMax / 1024 / 1024)} MiB, in JSON. Endpoints of the same id (\`operationId\`) are changed; others stay. Where the document names no price (\`x-payment.price_sats\`), new ones cost the default. With \`dryRun\` nothing is done, and the answer tells of each operation.`,
      security,
      parameters: [proxyIdParameter],
      requestBody: jsonBody('ImportRequest', {
        address: { url: 'https://api.weather.example/openapi.json' },
        document: {
          document: {
            openapi: '3.1.0',
            paths: { '/forecast/{city}': { get: { operationId: 'getForecast' } } },
          },
        },
      }),
      responses: {
        '200': jsonResponse('Done.', 'Imported', {
          done: { ...previewExample, skipped: 0, operations: previewExample.operations.slice(0, 1) },
          preview: previewExample,
        }),
        ...problemResponses(
          new MalformedJson(),
          new PayloadTooLarge(proxyBounds.importBytesMax),
          new UnsupportedMediaType(),
          new ValidationFailed({ url: ['url or document is required'] }),
          new AddressRefused('url'),
          ...refused,
          noProxy,
          ...always,
        ),
      },
    },
  },
};
