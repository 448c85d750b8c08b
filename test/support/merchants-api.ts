import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ManualClock, parseEnv } from '@turnpike/config';
import { createApi } from '../../apps/api/src/bootstrap.js';
import { expectDocumented } from './openapi-answers.js';

/** What a call sends beside its method and path. */
export interface Sent {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back, its body parsed; an empty body is `null`. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A merchant as the operator made it. */
export interface MadeMerchant {
  readonly id: number;
  readonly name: string;
  readonly apiKey: string;
  readonly testApiKey: string;
}

/** The API on a database, called without a network and without rate limits, at a time that the test sets. */
export class MerchantsApi {
  static readonly adminKey = 'operator-key-of-the-tests';
  private made = 0;

  private constructor(
    private readonly app: NestFastifyApplication,
    readonly clock: ManualClock,
  ) {}

  /** Starts the API; `environment` adds to its variables or replaces them. */
  static async start(
    databaseUrl: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<MerchantsApi> {
    const key = `1:${randomBytes(32).toString('base64')}`;
    const limits = ['READ', 'WRITE', 'ADMIN', 'FAILED_KEYS'].map((name) => [`RATE_LIMIT_${name}`, '0']);
    const env = parseEnv({
      DATABASE_URL: databaseUrl,
      MASTER_KEYS: key,
      INVOICE_KEYS: key,
      SEAL_KEYS: key,
      ADMIN_API_KEY: MerchantsApi.adminKey,
      LOG_LEVEL: 'silent',
      ...Object.fromEntries(limits),
      ...environment,
    });
    const clock = new ManualClock(new Date('2026-11-20T10:00:00.000Z'));
    return new MerchantsApi(await createApi({ env, clock }), clock);
  }

  /** One call; fails if the OpenAPI document does not describe the answer. */
  async call(method: string, path: string, { key, body, headers }: Sent = {}): Promise<Answer> {
    const answer = await this.app.inject({
      method: method as 'GET',
      url: path,
      headers: { ...(key !== undefined && { 'x-api-key': key }), ...headers },
      ...(body !== undefined && { payload: body as object }),
    });
    const { statusCode: status, headers: answered } = answer;
    const parsed: unknown = answer.body === '' ? null : JSON.parse(answer.body);
    const [template = path] = path.split('?');
    expectDocumented({ method, path: template, status, headers: answered, body: parsed });
    return { status, headers: answered, body: parsed };
  }

  /** One call of the operator. */
  admin(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.call(method, `/api/admin/merchants${path}`, { key: MerchantsApi.adminKey, body });
  }

  /** A merchant of its own name and address. */
  async newMerchant(): Promise<MadeMerchant> {
    this.made += 1;
    const email = `merchant-${String(this.made)}@example.com`;
    const { status, body } = await this.admin('POST', '', { name: `Merchant ${String(this.made)}`, email });
    if (status !== 201) throw new Error(`no merchant was made: ${JSON.stringify(body)}`);
    return body as MadeMerchant;
  }

  /** A new key of the tenant that `key` belongs to. */
  async newKey(key: string, body: object = {}): Promise<{ readonly id: string; readonly key: string }> {
    const answer = await this.call('POST', '/api/merchant/api-keys', { key, body });
    if (answer.status !== 201) throw new Error(`no key was made: ${JSON.stringify(answer.body)}`);
    return answer.body as { id: string; key: string };
  }

  /** Closes everything. */
  async stop(): Promise<void> {
    await this.app.close();
  }
}
