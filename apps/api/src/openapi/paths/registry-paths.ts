import { NotFound, ValidationFailed } from '@turnpike/problems';
import { proxyBounds } from '@turnpike/proxies';
import { anybody, jsonResponse, proxyIdParameter } from '../json-responses.js';
import type { Parameter, Paths } from '../openapi-types.js';
import { always, problemResponses } from '../problem-responses.js';
import { everyAnswer, rateLimitHeaders } from '../response-headers.js';
import { example } from '../schemas/example-values.js';

const proxyBaseUrl = `${example.baseUrl}/l402/proxy/${example.proxyId}`;
const text = (name: string, description: string): Parameter => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'string', maxLength: proxyBounds.searchCharsMax },
});
const number = (name: string, description: string, maximum: number, fallback: number): Parameter => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'integer', minimum: 1, maximum, default: fallback },
});

/** What merchants tell in public. */
export const registryPaths: Paths = {
  '/api/manifests/registry': {
    get: {
      operationId: 'listServices',
      tags: ['Proxies'],
      summary: 'What merchants list in public',
      description:
        'Of live mode. Upstreams are looked at now and then: `health` says what the last look found, and those that are down come last.',
      security: anybody,
      parameters: [
        text('q', 'Part of a name or a description.'),
        text('category', 'One category.'),
        number('pageSize', 'How many to list.', proxyBounds.pageSizeMax, proxyBounds.pageSizeDefault),
        number('page', 'Which page, from 1.', proxyBounds.pagesMax, 1),
      ],
      responses: {
        '200': jsonResponse('One page.', 'Registry', {
          one: {
            items: [
              {
                name: 'Weather',
                description: 'Forecasts, hour by hour.',
                parsedCategories: ['weather'],
                endpointCount: 1,
                defaultPriceSats: 10,
                manifestUrl: `${proxyBaseUrl}/.well-known/l402-manifest.json`,
                proxyBaseUrl,
                documentationUrl: null,
                health: 'ok',
              },
            ],
            total: 1,
          },
        }),
        ...problemResponses(
          new ValidationFailed({ page: ['page must be a whole number from 1 to 10000'] }),
          ...always,
        ),
      },
    },
  },
  '/api/proxy/{proxyId}/manifest.md': {
    get: {
      operationId: 'getManifestMarkdown',
      tags: ['Proxies'],
      summary: 'The manifest of a proxy for people',
      security: anybody,
      parameters: [proxyIdParameter],
      responses: {
        '200': {
          description: 'Markdown.',
          headers: { ...everyAnswer, ...rateLimitHeaders },
          content: { 'text/markdown': { schema: { type: 'string' } } },
        },
        ...problemResponses(new NotFound('Proxy'), ...always),
      },
    },
  },
};
