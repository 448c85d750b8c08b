import { HotPool } from '@turnpike/database';
import { parseMerchantId, type MerchantId } from '@turnpike/l402';
import { ProviderRegistry } from '@turnpike/wallets';
import { apiVariables, ListeningApi, type HttpReply } from '../listening-api.js';
import { createTestDatabase } from '../test-database.js';
import { Closers } from './closers.js';
import { addLdkKind, connectLdkWallet } from './ldk-connection.js';
import { LdkWorker } from './ldk-worker.js';
import { openChannel, type LightningPair } from './lightning-pair.js';
import { SettlementWords } from './settlement-words.js';

/** What a merchant's server hands to a payer. */
export interface LightningOffer {
  readonly invoice: string;
  readonly macaroon: string;
  readonly paymentHash: string;
}

/**
 * A merchant with a live key whose wallet is a real Lightning node: API and worker on a database of their own, a payer
 * with a channel to the node, and one time for all of them, which goes on when the test says so.
 */
export class LightningShop {
  private constructor(
    private readonly api: ListeningApi,
    private readonly pair: LightningPair,
    private readonly closers: Closers,
    /** What is put on record about payments. */
    readonly words: SettlementWords,
    readonly merchantId: number,
    private readonly key: string,
  ) {}

  /** Opens the channel, starts API and worker, and connects the wallet. */
  static async open(): Promise<LightningShop> {
    const closers = new Closers();
    try {
      return await LightningShop.openWith(closers);
    } catch (error) {
      await closers.close();
      throw error;
    }
  }

  private static async openWith(closers: Closers): Promise<LightningShop> {
    const database = await createTestDatabase();
    closers.add(() => database.drop());
    const words = await SettlementWords.listen(database.url);
    closers.add(() => words.close());
    const pair = await openChannel();
    closers.add(() => pair.close());
    const variables = apiVariables(database.url, { WALLET_ALLOW_NETWORKS: 'regtest' });
    const api = await ListeningApi.start(variables, pair.now);
    closers.add(() => api.stop());
    addLdkKind(api.app.get(ProviderRegistry, { strict: false }), pair);
    const worker = await LdkWorker.start(api.env, api.clock, pair);
    closers.add(() => worker.close());
    const { merchantId, liveKey } = await api.newMerchant();
    await connectLdkWallet(api.app, parseMerchantId(merchantId) as MerchantId, pair, pair.now);
    return new LightningShop(api, pair, closers, words, merchantId, liveKey);
  }

  /** A call with the merchant's live key. */
  call(method: string, path: string, body?: unknown): Promise<HttpReply> {
    return this.api.call(method, path, this.key, body);
  }

  /** Mints a challenge. Throws unless that succeeds. */
  async mint(resource: string, priceSats = 21): Promise<LightningOffer> {
    const { status, body } = await this.call('POST', '/api/l402/challenges', { resource, priceSats });
    if (status !== 200) throw new Error(`no challenge was minted: ${JSON.stringify(body)}`);
    return body as unknown as LightningOffer;
  }

  /** What verify says. */
  async verify(macaroon: string, preimage: string): Promise<Record<string, unknown>> {
    const { status, body } = await this.call('POST', '/api/l402/challenges/verify', { macaroon, preimage });
    if (status !== 200) throw new Error(`verify answered ${JSON.stringify(body)}`);
    return body;
  }

  /** A challenge as the merchant's list shows it. */
  async listed(paymentHash: string): Promise<Record<string, unknown> | undefined> {
    const { body } = await this.call('GET', '/api/l402/challenges?limit=200');
    const challenges = body['challenges'] as Record<string, unknown>[];
    return challenges.find((challenge) => challenge['paymentHash'] === paymentHash);
  }

  /** The types of the events that tell of a challenge, oldest first. */
  async eventsOf(paymentHash: string): Promise<string[]> {
    const { rows } = await this.api.app.get(HotPool, { strict: false }).query<{ type: string }>({
      text: `SELECT type FROM outbox WHERE data ->> 'paymentHash' = $1 ORDER BY id`,
      values: [paymentHash],
    });
    return rows.map(({ type }) => type);
  }

  /** The payer pays over its channel; gives the preimage that it learned. Rejects with `PaymentRefused`. */
  pay({ invoice }: LightningOffer): Promise<string> {
    return this.pair.payer.pay(invoice);
  }

  /** Lets time pass, for the chain first and then for API and worker. */
  async letPass(seconds: number): Promise<void> {
    const at = new Date(this.api.clock.now().getTime() + seconds * 1000);
    await this.pair.mine(at);
    this.api.clock.set(at);
  }

  /** Lets the wallet go away, and the payer with it. */
  loseWallet(): Promise<void> {
    return this.pair.close();
  }

  /** Ends everything. */
  close(): Promise<void> {
    return this.closers.close();
  }
}
