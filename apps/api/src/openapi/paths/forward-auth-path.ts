import {
  NotFound,
  PathRefused,
  PROBLEM_MEDIA_TYPE,
  ValidationFailed,
  VerificationUnavailable,
} from '@turnpike/problems';
import { keyWith } from '../json-responses.js';
import type { Header, Method, Operation, Parameter, Paths, Response } from '../openapi-types.js';
import { paymentRequired } from '../payment-required.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { everyAnswer, rateLimitHeaders } from '../response-headers.js';
import { example } from '../schemas/example-values.js';
import { ref } from '../schemas/schema-parts.js';

const METHODS: readonly Method[] = ['get', 'post', 'put', 'patch', 'delete', 'options'];

const parameter = (
  name: string,
  place: Parameter['in'],
  description: string,
  schema: Parameter['schema'],
): Parameter => ({ name, in: place, required: false, description, schema });

const parameters: readonly Parameter[] = [
  parameter('priceSats', 'query', 'What a request costs, unless `proxyId` says it.', ref('PriceSats')),
  parameter('proxyId', 'query', 'A proxy of yours, whose prices and paths count.', { type: 'string' }),
  parameter('resource', 'query', 'What is sold; absent: the path that was asked for.', { type: 'string' }),
  parameter('status', 'query', '`401` asks for payment by 401, for nginx.', { const: '401' }),
  parameter('uri', 'query', 'Last in the query, as it is: what `X-Forwarded-Uri` holds elsewhere.', {
    type: 'string',
  }),
  parameter('X-Forwarded-Method', 'header', 'The payer’s method; absent: that of this call.', {
    type: 'string',
  }),
  parameter('X-Forwarded-Uri', 'header', 'The target that the payer asked for.', { type: 'string' }),
];

const paidHeaders: Readonly<Record<string, Header>> = {
  'X-L402-Payment-Hash': { description: 'What was paid.', schema: ref('PaymentHash') },
  'Payment-Receipt': {
    description: 'To be sent to a payer who came with a credential of the `Payment` scheme.',
    schema: { type: 'string' },
  },
  'X-L402-Amount-Sats': { description: 'How much.', schema: { type: 'integer', minimum: 1 } },
};

const bodyHeader: Readonly<Record<string, Header>> = {
  'X-Turnpike-Body': { description: 'The body, for servers that drop it.', schema: { type: 'string' } },
};

const asked = paymentRequired(example.resource, example.amountSats);
const problems = problemResponses(
  ...bodyRefused,
  new ValidationFailed({
    priceSats: ['priceSats must be a whole number from 1 to 100000000, unless proxyId names a price table'],
  }),
  new PathRefused(),
  ...keyRefused('challenges:verify'),
  new NotFound('Proxy'),
  ...always,
  new VerificationUnavailable('not_settled', 2),
);

/** 401 is also what asks for payment, where the caller wants it so. */
function askedBy401(known: Response | undefined): Response {
  const problem = known?.content?.[PROBLEM_MEDIA_TYPE];
  const payment = asked.content?.[PROBLEM_MEDIA_TYPE];
  const { 'WWW-Authenticate': challenge } = asked.headers ?? {};
  return {
    description: `${known?.description ?? ''} With \`status=401\` also what 402 says.`,
    headers: {
      ...known?.headers,
      ...bodyHeader,
      ...(challenge !== undefined && { 'WWW-Authenticate': { ...challenge, required: false } }),
    },
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { anyOf: [problem?.schema, payment?.schema] },
        examples: { ...problem?.examples, ...payment?.examples },
      },
    },
  };
}

const operation = (method: Method): Operation => ({
  operationId: `forwardAuth${method.charAt(0).toUpperCase()}${method.slice(1)}`,
  tags: ['Proxies'],
  summary: 'Ask whether a request is paid for',
  description:
    'For nginx, Caddy, Traefik or Envoy before your own server, which set the key and the query. The payer’s credential is read from the same headers as the gateway reads it. 200: serve it; a use is taken. 402: pass the answer on, whose `WWW-Authenticate` is one line. 503: never a challenge, as the payer may have paid. Shape may still change.',
  security: keyWith('challenges:verify', 'challenges:write'),
  parameters,
  responses: {
    '200': {
      description: 'Paid. For a browser’s preflight too, which costs nothing.',
      headers: { ...everyAnswer, ...rateLimitHeaders, ...paidHeaders },
    },
    ...problems,
    '401': askedBy401(problems['401']),
    '402': asked,
  },
});

/** What reverse proxies ask. */
export const forwardAuthPaths: Paths = {
  '/api/l402/forward-auth': Object.fromEntries(METHODS.map((method) => [method, operation(method)])),
};
