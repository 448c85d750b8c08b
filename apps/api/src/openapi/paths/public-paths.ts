import { catalogue, NotFound, findProblemKind } from '@turnpike/problems';
import { anybody, jsonResponse, type Values } from '../json-responses.js';
import type { Operation, Paths, Response } from '../openapi-types.js';
import { always, problemResponses } from '../problem-responses.js';
import { everyAnswer, rateLimitHeaders, retryAfterHeader } from '../response-headers.js';
import { ref } from '../schemas/schema-parts.js';

const healthy = { status: 'ok', version: '0.1.0', checks: { database: 'ok' } };

function healthResponse(description: string, value: unknown, waits: boolean): Response {
  return {
    description,
    headers: { ...everyAnswer, ...(waits ? retryAfterHeader : {}) },
    content: { 'application/json': { schema: ref('Health'), examples: { example: { value } } } },
  };
}

function health(operationId: string, summary: string, description: string): Operation {
  return {
    operationId,
    tags: ['Instance'],
    summary,
    description,
    security: anybody,
    responses: {
      '200': healthResponse('Ready, perhaps degraded.', healthy, false),
      '503': healthResponse('Down.', { ...healthy, status: 'down', checks: { database: 'down' } }, true),
    },
  };
}

function page(description: string, mediaType: string): Response {
  return {
    description,
    headers: { ...everyAnswer, ...rateLimitHeaders },
    content: { [mediaType]: { schema: { type: 'string' } } },
  };
}

/** JSON, or the same as a page for a browser. */
function jsonOrPage(description: string, schemaName: string, examples: Values): Response {
  const json = jsonResponse(description, schemaName, examples);
  return { ...json, content: { ...json.content, 'text/html': { schema: { type: 'string' } } } };
}

/** What anybody may read about the instance. */
export const publicPaths: Paths = {
  '/health': {
    get: health('getHealth', 'How the instance stands', 'All checks. For people and dashboards.'),
  },
  '/health/live': {
    get: health(
      'getLiveness',
      'Whether the process runs',
      'For a supervisor that restarts it: asks nothing else.',
    ),
  },
  '/health/ready': {
    get: health(
      'getReadiness',
      'Whether to send requests here',
      'For a load balancer: 503 while the database is away or the process is stopping.',
    ),
  },
  '/problems': {
    get: {
      operationId: 'listProblems',
      tags: ['Instance'],
      summary: 'All errors',
      description: 'JSON for programs; a page for browsers, which name `text/html` first in `Accept`.',
      security: anybody,
      responses: {
        '200': jsonOrPage('Every kind.', 'ProblemKindList', {
          example: { problems: catalogue.slice(0, 2) },
        }),
        ...problemResponses(...always),
      },
    },
  },
  '/problems/{slug}': {
    get: {
      operationId: 'getProblem',
      tags: ['Instance'],
      summary: 'What an error means',
      description: 'Every error’s `type` is such an address. JSON for programs, a page for browsers.',
      security: anybody,
      parameters: [
        {
          name: 'slug',
          in: 'path',
          required: true,
          description: 'The `error` of a problem.',
          schema: { type: 'string', maxLength: 256 },
          example: 'rate_limited',
        },
      ],
      responses: {
        '200': jsonOrPage('The text.', 'ProblemKind', { rateLimited: findProblemKind('rate_limited') }),
        ...problemResponses(new NotFound('Problem'), ...always),
      },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'getOpenApi',
      tags: ['Instance'],
      summary: 'This document',
      security: anybody,
      responses: {
        '200': {
          description: 'OpenAPI 3.1.',
          headers: { ...everyAnswer, ...rateLimitHeaders },
          content: { 'application/json': { schema: { type: 'object', required: ['openapi', 'paths'] } } },
        },
        ...problemResponses(...always),
      },
    },
  },
  '/docs': {
    get: {
      operationId: 'getDocs',
      tags: ['Instance'],
      summary: 'The reference for people',
      security: anybody,
      responses: {
        '200': page('A page made from this document.', 'text/html'),
        ...problemResponses(...always),
      },
    },
  },
};
