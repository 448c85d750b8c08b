import { limits } from '@turnpike/config';
import { AddressRefused, NotFound, ValidationFailed } from '@turnpike/problems';
import { proxyBounds } from '@turnpike/proxies';
import { jsonBody, jsonResponse, keyWith, proxyIdParameter } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { dayParameters } from './figure-paths.js';
import { figuresExample } from './proxy-examples.js';

const security = keyWith('merchant:admin');
const refused = keyRefused('merchant:admin');
const notFound = new NotFound('Proxy');

/** What can be found out about proxies; nothing is changed by it. */
export const proxyCheckPaths: Paths = {
  '/api/proxy/probe': {
    post: {
      operationId: 'probeUpstream',
      tags: ['Proxies'],
      summary: 'Look whether an upstream answers',
      description: `One \`GET\` without any secret, for at most ${String(proxyBounds.probeMillis / 1000)} seconds. Whatever it answers below 500 will do, a 401 or a 404 too; redirects are not followed.`,
      security,
      requestBody: jsonBody('ProbeRequest', { one: { targetBaseUrl: 'https://api.weather.example/v2' } }),
      responses: {
        '200': jsonResponse('What was found.', 'UpstreamProbe', {
          answers: { status: 200, failure: null, code: null },
          nobody: { status: null, failure: 'unreachable', code: 'ENOTFOUND' },
        }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ targetBaseUrl: ['targetBaseUrl must be an http or https address'] }),
          new AddressRefused('targetBaseUrl'),
          ...refused,
          ...always,
        ),
      },
    },
  },
  '/api/proxy/{proxyId}/price': {
    get: {
      operationId: 'checkPrice',
      tags: ['Proxies'],
      summary: 'What a request would cost',
      description: 'By the rules of the gateway. Nothing is minted.',
      security,
      parameters: [
        proxyIdParameter,
        {
          name: 'method',
          in: 'query',
          required: false,
          description: 'In upper case; absent: `GET`.',
          schema: { type: 'string', maxLength: 32 },
        },
        {
          name: 'path',
          in: 'query',
          required: false,
          description: 'What follows the address of the proxy; absent: `/`.',
          schema: { type: 'string', maxLength: limits.resourceBytesMax },
        },
      ],
      responses: {
        '200': jsonResponse('The price.', 'PriceCheck', {
          endpoint: {
            ...{ outcome: 'priced', path: '/forecast/oslo', priceSats: 25, endpointId: 'getForecast' },
            detail: null,
          },
        }),
        ...problemResponses(
          new ValidationFailed({ method: ['method must be an HTTP method in upper case'] }),
          ...refused,
          notFound,
          ...always,
        ),
      },
    },
  },
  '/api/proxy/{proxyId}/figures': {
    get: {
      operationId: 'getProxyFigures',
      tags: ['Proxies'],
      summary: 'What a proxy has brought, by day',
      description:
        'Figures are about ten seconds behind. They hold what stands under resources of its own: on a day on which more were sold than are told apart, the rest is missing here.',
      security,
      parameters: [proxyIdParameter, ...dayParameters],
      responses: {
        '200': jsonResponse('The figures.', 'ProxyFigures', { day: figuresExample }),
        ...problemResponses(
          new ValidationFailed({ from: ['from must not be after to'] }),
          ...refused,
          notFound,
          ...always,
        ),
      },
    },
  },
};
