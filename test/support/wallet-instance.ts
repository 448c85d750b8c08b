import { randomBytes } from 'node:crypto';
import { type AddressInfo } from 'node:net';

import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseEnv } from '@turnpike/config';
import { Merchants } from '@turnpike/merchants';

import { createApi, stopApi } from '../../apps/api/src/bootstrap.js';
import { createWorker, type RunningWorker } from '../../apps/worker/src/bootstrap.js';
import { type StartedEmulator } from './emulators/start-emulator.js';
import { apiVariables } from './listening-api.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** What a call was answered. */
export interface InstanceReply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A challenge that was minted. */
export interface MintedOffer {
  readonly invoice: string;
  readonly macaroon: string;
  readonly paymentHash: string;
}

/** API and worker in this process, on a database of their own and the machine's clock, whose live keys may use emulators. */
export class WalletInstance {
  private constructor(
    readonly database: TestDatabase,
    readonly app: NestFastifyApplication,
    private readonly env: ReturnType<typeof parseEnv>,
    private readonly worker: RunningWorker,
    readonly baseUrl: string,
  ) {}

  /** Starts both; resolves when the worker takes jobs. */
  static async start(more: Readonly<Record<string, string>> = {}): Promise<WalletInstance> {
    const database = await createTestDatabase();
    const allowed = { ADDRESS_ALLOW: '127.0.0.1', WALLET_ALLOW_NETWORKS: 'regtest' };
    const env = parseEnv(apiVariables(database.url, { ...allowed, ...more }));
    const app = await createApi({ env, listen: true });
    const worker = await createWorker({ env });
    await worker.ready;
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new WalletInstance(database, app, env, worker, `http://127.0.0.1:${String(port)}`);
  }

  /** A new merchant's live key. */
  async newLiveKey(): Promise<string> {
    const email = `m-${randomBytes(6).toString('hex')}@example.com`;
    const made = await this.app.get(Merchants, { strict: false }).create({ name: 'A merchant', email });
    return made.apiKey;
  }

  /** One call, its answer parsed. */
  async call(method: string, path: string, key: string, body?: unknown): Promise<InstanceReply> {
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  /** Connects an emulator as a merchant's wallet; throws unless that succeeds. Gives the wallet as the API shows it. */
  async connect(
    key: string,
    { kind, credentials }: Pick<StartedEmulator, 'kind' | 'credentials'>,
    role: 'primary' | 'fallback' = 'primary',
  ): Promise<Record<string, unknown>> {
    const wish = { kind, credentials, role, acceptSpendRisk: kind === 'eclair' };
    const { status, body } = await this.call('POST', '/api/merchant/wallets', key, wish);
    if (status !== 201) throw new Error(`${kind} was not connected: ${JSON.stringify(body)}`);
    return body;
  }

  /** Mints a challenge; throws unless that succeeds. */
  async mint(key: string, resource = '/weather', priceSats = 21): Promise<MintedOffer> {
    const { status, body } = await this.call('POST', '/api/l402/challenges', key, { resource, priceSats });
    if (status !== 200) throw new Error(`no challenge was minted: ${JSON.stringify(body)}`);
    return body as unknown as MintedOffer;
  }

  /** A challenge as its merchant sees it. */
  async challenge(key: string, paymentHash: string): Promise<Record<string, unknown>> {
    return (await this.call('GET', `/api/l402/challenges/${paymentHash}`, key)).body;
  }

  /** Resolves with the challenge when its wallet's word is this one. */
  async untilSettlement(key: string, paymentHash: string, word: string): Promise<Record<string, unknown>> {
    for (;;) {
      const challenge = await this.challenge(key, paymentHash);
      if (challenge['settlement'] === word) return challenge;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends both. */
  async stop(): Promise<void> {
    await this.worker.close();
    await stopApi(this.app, this.env);
    await this.database.drop();
  }
}
