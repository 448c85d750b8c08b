import { randomBytes } from 'node:crypto';
import { type AddressInfo } from 'node:net';

import { type Env, ManualClock, parseEnv } from '@turnpike/config';
import { parseMerchantId } from '@turnpike/l402';
import { ApiKeyLifecycle, Merchants } from '@turnpike/merchants';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

import { createApi, stopApi } from '../../apps/api/src/bootstrap.js';
import { createLoggedApi } from './logged-api.js';
import { expectDocumented } from './openapi-answers.js';

/** A merchant with its first keys. */
export interface ListeningMerchant {
  readonly merchantId: number;
  readonly testKey: string;
  readonly liveKey: string;
}

/** What a request got, its body as it came and parsed where it is JSON. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** Variables that an API on a test database needs; the same keys for all nodes of one test. */
export function apiVariables(databaseUrl: string, more: Record<string, string> = {}): Record<string, string> {
  const ring = `1:${randomBytes(32).toString('base64')}`;
  return {
    PORT: '0',
    DATABASE_URL: databaseUrl,
    MASTER_KEYS: ring,
    INVOICE_KEYS: ring,
    SEAL_KEYS: ring,
    LOG_LEVEL: 'silent',
    ...more,
  };
}

/** The API listening on a port of its own, called over the network. */
export class ListeningApi {
  private merchants = 0;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly clock: ManualClock,
    readonly env: Env,
    readonly baseUrl: string,
  ) {}

  /** Starts one on a migrated database. With `log`, every line of its log goes there, however talkative. */
  static async start(
    variables: Record<string, string>,
    at = new Date(),
    log?: string[],
  ): Promise<ListeningApi> {
    const env = parseEnv(variables);
    const clock = new ManualClock(at);
    const app = log ? await createLoggedApi(env, clock, log) : await createApi({ env, clock, listen: true });
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new ListeningApi(app, clock, env, `http://127.0.0.1:${String(port)}`);
  }

  /** A new merchant with a name and address of its own. */
  async newMerchant(): Promise<ListeningMerchant> {
    this.merchants += 1;
    const email = `m${String(this.merchants)}-${randomBytes(4).toString('hex')}@example.com`;
    const made = await this.app.get(Merchants, { strict: false }).create({ name: 'A merchant', email });
    return { merchantId: made.merchant.merchantId, testKey: made.testApiKey, liveKey: made.apiKey };
  }

  /** Ends all other keys of a merchant and mode. */
  async revokeKeys(merchantId: number, mode: 'test' | 'live'): Promise<void> {
    const id = parseMerchantId(merchantId);
    if (!id) throw new Error('no merchant id');
    await this.app.get(ApiKeyLifecycle, { strict: false }).issueByOperator({ merchantId: id, mode }, true);
  }

  /** One request, as `send`; fails if the OpenAPI document does not describe the answer. */
  async call(
    method: string,
    path: string,
    key: string | null,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HttpReply> {
    const reply = await this.send(method, path, key, body, headers);
    const [template = path] = path.split('?');
    const sent = isJson(reply.headers) ? reply.body : reply.text;
    const names = Object.fromEntries(reply.headers);
    expectDocumented({ method, path: template, status: reply.status, headers: names, body: sent });
    return reply;
  }

  /** One request, whatever it is answered. A string or bytes go as they are, an object as JSON. */
  async send(
    method: string,
    path: string,
    key: string | null,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HttpReply> {
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: {
        ...(key === null ? {} : { 'x-api-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: asSent(body) }),
    });
    const text = await answer.text();
    const parsed =
      isJson(answer.headers) && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : { text };
    return { status: answer.status, headers: answer.headers, text, body: parsed };
  }

  stop(): Promise<void> {
    return stopApi(this.app, this.env);
  }
}

function isJson(headers: Headers): boolean {
  return /json/.test(headers.get('content-type') ?? '');
}

function asSent(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}
