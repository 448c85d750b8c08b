import { HotPool } from '@turnpike/database';
import { type MerchantId, type Tenant } from '@turnpike/l402';
import { Merchants } from '@turnpike/merchants';

import { apiVariables, type HttpReply, ListeningApi, type ListeningMerchant } from './listening-api.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** The answer of a mint. */
export interface MintedOffer {
  readonly invoice: string;
  readonly macaroon: string;
  readonly paymentHash: string;
  readonly expiresAt: string;
  readonly resource: string;
  readonly priceSats: number;
  readonly mppChallenge: string | null;
  readonly tokenExpiresAt: string;
}

/** A challenge that the sandbox has paid. */
export interface PaidOffer extends MintedOffer {
  readonly preimage: string;
}

/** The answer of verify. */
export interface ShopVerdict {
  readonly valid: boolean;
  readonly reason: string | null;
  readonly error: string | null;
  readonly missing?: readonly string[];
  readonly resource: string | null;
  readonly merchantId: number | null;
  readonly amountSats: number | null;
  readonly paymentHash: string | null;
  readonly expiresAt: string | null;
  readonly usesRemaining: number | null;
  readonly useId: string | null;
}

/** The time at which a shop opens, on a whole second, so that edges can be computed. */
export const OPENS_AT = new Date('2026-11-20T12:00:00.000Z');

const NO_LIMITS = Object.fromEntries(
  ['VERIFY', 'MINT', 'READ', 'WRITE', 'PUBLIC', 'FAILED_KEYS'].map((name) => [`RATE_LIMIT_${name}`, '0']),
);

/** A merchant on an API of its own, without rate limits, at a time that the test sets; every answer is checked as documented. */
export class SandboxShop {
  private constructor(
    readonly database: TestDatabase,
    readonly api: ListeningApi,
    /** For looking into the tables beside the API. */
    readonly pool: HotPool,
    readonly merchant: ListeningMerchant,
  ) {}

  /** Opens one; `more` adds variables or replaces them. */
  static async open(more: Record<string, string> = {}): Promise<SandboxShop> {
    const database = await createTestDatabase();
    const api = await ListeningApi.start(apiVariables(database.url, { ...NO_LIMITS, ...more }), OPENS_AT);
    return new SandboxShop(database, api, new HotPool(database.url, 2), await api.newMerchant());
  }

  /** The merchant's test key. */
  get key(): string {
    return this.merchant.testKey;
  }

  /** The merchant in test mode. */
  get tenant(): Tenant {
    return { merchantId: this.merchant.merchantId as MerchantId, mode: 'test' };
  }

  get(path: string, key: string | null = this.key): Promise<HttpReply> {
    return this.api.call('GET', path, key);
  }

  post(
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    key = this.key,
  ): Promise<HttpReply> {
    return this.api.call('POST', path, key, body, headers);
  }

  /** Asks for a challenge over 5 sats for `/r`, or for what `terms` say. */
  mint(terms: object = {}, headers: Record<string, string> = {}, key = this.key): Promise<HttpReply> {
    return this.post('/api/l402/challenges', { resource: '/r', priceSats: 5, ...terms }, headers, key);
  }

  /** Mints, and fails unless that succeeds. */
  async minted(
    terms: object = {},
    headers: Record<string, string> = {},
    key = this.key,
  ): Promise<MintedOffer> {
    const { status, body } = await this.mint(terms, headers, key);
    if (status !== 200) throw new Error(`no challenge was minted: ${JSON.stringify(body)}`);
    return body as unknown as MintedOffer;
  }

  /** Tells the sandbox what to do with an invoice. */
  pay(invoice: string, more: object = {}, key = this.key): Promise<HttpReply> {
    return this.post('/api/sandbox/pay', { invoice, ...more }, {}, key);
  }

  /** Mints and pays. */
  async paid(terms: object = {}, how: object = {}, key = this.key): Promise<PaidOffer> {
    const offer = await this.minted(terms, {}, key);
    const { status, body } = await this.pay(offer.invoice, how, key);
    if (status !== 200) throw new Error(`the invoice was not paid: ${JSON.stringify(body)}`);
    return { ...offer, preimage: String(body['preimage']) };
  }

  /** What verify says; fails unless it answers 200. */
  async verify(
    { macaroon, preimage }: { readonly macaroon?: unknown; readonly preimage?: unknown },
    more: object = {},
    key = this.key,
  ): Promise<ShopVerdict> {
    const reply = await this.verifyReply({ macaroon, preimage, ...more }, key);
    if (reply.status !== 200) throw new Error(`verify answered ${JSON.stringify(reply.body)}`);
    return reply.body as unknown as ShopVerdict;
  }

  /** The whole answer of verify. */
  verifyReply(body: object, key = this.key): Promise<HttpReply> {
    return this.post('/api/l402/challenges/verify', body, {}, key);
  }

  /** A challenge as the API shows it. */
  async shown(paymentHash: string, key = this.key): Promise<Record<string, unknown>> {
    const { status, body } = await this.get(`/api/l402/challenges/${paymentHash}`, key);
    if (status !== 200) throw new Error(`no such challenge: ${JSON.stringify(body)}`);
    return body;
  }

  revoke(paymentHash: string, key = this.key): Promise<HttpReply> {
    return this.post(`/api/l402/challenges/${paymentHash}/revoke`, undefined, {}, key);
  }

  /** Changes settings of the merchant's test mode. */
  async set(settings: object, key = this.key): Promise<void> {
    const { status, body } = await this.api.call('PATCH', '/api/merchant/settings', key, settings);
    if (status !== 200) throw new Error(`settings were not changed: ${JSON.stringify(body)}`);
  }

  /** A new test key with these scopes. */
  async newKey(...scopes: readonly string[]): Promise<string> {
    const { status, body } = await this.post('/api/merchant/api-keys', { scopes });
    if (status !== 201) throw new Error(`no key was made: ${JSON.stringify(body)}`);
    return String(body['key']);
  }

  /** Switches a merchant on or off. */
  async setActive(merchantId: number, isActive: boolean): Promise<void> {
    await this.api.app.get(Merchants, { strict: false }).update(merchantId as MerchantId, { isActive });
  }

  /** Sets the clock to so many seconds after the opening. */
  at(seconds: number): void {
    this.api.clock.set(new Date(OPENS_AT.getTime() + seconds * 1000));
  }

  /** How many rows a query counts. */
  async count(from: string, values: unknown[] = []): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>({
      text: `SELECT count(*)::int4 AS n FROM ${from}`,
      values,
    });
    return rows[0]?.n ?? 0;
  }

  async close(): Promise<void> {
    await this.api.stop();
    await this.pool.onApplicationShutdown();
    await this.database.drop();
  }
}

/** A time as the API writes it, so many seconds after the opening. */
export function after(seconds: number): string {
  return `${new Date(OPENS_AT.getTime() + seconds * 1000).toISOString().slice(0, 19)}Z`;
}
