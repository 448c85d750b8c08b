import type { BrokerAccess } from '@turnpike/config';
import { L402ApiError, L402NetworkError } from '@turnpike/server-sdk';
import { mcpBounds } from './mcp-bounds.js';

/** One question to a route of the broker. */
export interface RouteQuestion {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
}

/** The routes of the broker that the server SDK, which mints and verifies, does not know. Nothing is asked twice. */
export class BrokerRoutes {
  constructor(private readonly access: BrokerAccess) {}

  /** The object that it answers with. Throws `L402ApiError` for what is no success, `L402NetworkError` without an answer in time. */
  async ask({ method, path, body }: RouteQuestion, signal: AbortSignal): Promise<Record<string, unknown>> {
    const { url, apiKey } = this.access;
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(url + path, {
        method,
        headers: {
          'X-API-Key': apiKey,
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // A redirect would carry the key to wherever it leads.
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(mcpBounds.callMillis)]),
      });
      text = await answer.text();
    } catch (cause) {
      throw new L402NetworkError(`The broker at ${url} could not be reached`, cause);
    }
    const responseBody = parsed(text);
    const seconds = answer.headers.get('retry-after') ?? '';
    const refused = {
      statusCode: answer.status,
      responseBody,
      retryAfterSeconds: /^\d{1,9}$/.test(seconds) ? Number(seconds) : undefined,
    };
    if (!answer.ok) {
      const { message } = (isObject(responseBody) ? responseBody : {}) as { readonly message?: unknown };
      const sentence = typeof message === 'string' && message !== '' ? message : 'The broker refused';
      throw new L402ApiError(sentence, refused);
    }
    if (!isObject(responseBody)) throw new L402ApiError('The broker’s answer cannot be read', refused);
    return responseBody;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
