import type { Header, Operation, Parameter, Response, Schema } from './openapi-types.js';
import { everyAnswer, rateLimitHeaders } from './response-headers.js';
import { example } from './schemas/example-values.js';
import { ref } from './schemas/schema-parts.js';

/** Examples by name, a value each. */
export type Values = Readonly<Record<string, unknown>>;

const named = (values: Values): Record<string, { value: unknown }> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

/** A JSON answer of a route with a rate limit, with an example or more. */
export function jsonResponse(
  description: string,
  schemaName: string,
  examples: Values,
  headers: Readonly<Record<string, Header>> = {},
): Response {
  return {
    description,
    headers: { ...everyAnswer, ...rateLimitHeaders, ...headers },
    content: { 'application/json': { schema: ref(schemaName), examples: named(examples) } },
  };
}

/** An answer without a body. */
export function emptyResponse(description: string): Response {
  return { description, headers: { ...everyAnswer, ...rateLimitHeaders } };
}

/** A JSON body, with an example or more. */
export function jsonBody(
  schemaName: string,
  examples: Values,
  required = true,
): NonNullable<Operation['requestBody']> {
  return {
    required,
    content: { 'application/json': { schema: ref(schemaName), examples: named(examples) } },
  };
}

/** What a route asks of its caller: a key with this scope, or with any. */
export function keyWith(...scopes: readonly string[]): Operation['security'] {
  return [{ apiKey: scopes }];
}

/** What the operator's routes ask: the key that the instance is configured with. */
export const operatorKey: Operation['security'] = [{ operatorKey: [] }];

/** What a route for whoever is signed in asks. */
export const signedIn: Operation['security'] = [{ session: [] }];

/** A route that anybody may call. */
export const anybody: Operation['security'] = [];

/** A parameter of a path. */
export function pathParameter(name: string, description: string, schema: Schema, value: unknown): Parameter {
  return { name, in: 'path', required: true, description, schema, example: value };
}

/** The challenge that a path names. */
export const paymentHashParameter = pathParameter(
  'paymentHash',
  'The payment hash of the challenge.',
  ref('PaymentHash'),
  example.paymentHash,
);

/** The use that a path names. */
export const useIdParameter = pathParameter('useId', 'What verify answered.', ref('UseId'), example.useId);

/** The API key that a path names, by its id and not by its secret. */
export const apiKeyIdParameter = pathParameter(
  'id',
  'The `id` of the key, not the key itself.',
  { type: 'string', maxLength: 256 },
  example.apiKeyId,
);

/** The merchant that a path of the operator names. */
export const merchantIdParameter = pathParameter(
  'id',
  'The number of the merchant.',
  ref('MerchantId'),
  example.merchantId,
);

/** The wallet that a path names. */
export const walletIdParameter = pathParameter(
  'id',
  'The `id` of the wallet.',
  { type: 'string', maxLength: 256 },
  example.walletId,
);

/** The webhook that a path names. */
export const webhookIdParameter = pathParameter(
  'id',
  'The `id` of the webhook.',
  { type: 'string', maxLength: 256 },
  example.webhookId,
);

/** The event that a path names. */
export const eventIdParameter = pathParameter(
  'id',
  'The `id` of the event.',
  { type: 'string', maxLength: 256 },
  example.eventId,
);

/** The proxy that a path names. */
export const proxyIdParameter = pathParameter(
  'proxyId',
  'The `proxyId` of the proxy.',
  { type: 'string', maxLength: 256 },
  example.proxyId,
);

/** What makes an address for notices that of one wallet. */
export const noticeTokenParameter = pathParameter(
  'token',
  'Given to the wallet when it was connected, and to nobody else.',
  { type: 'string', maxLength: 256 },
  example.noticeToken,
);
