import { HotPool } from '@turnpike/database';

import { ApiProcess } from './api-process.js';
import { apiVariables, ListeningApi } from './listening-api.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** A challenge that has been paid in the sandbox. */
export interface PaidChallenge {
  readonly macaroon: string;
  readonly preimage: string;
  readonly paymentHash: string;
}

/** Two API processes on one database, and a merchant with a test key. */
export class TwoNodes {
  private constructor(
    readonly database: TestDatabase,
    readonly variables: Record<string, string>,
    readonly key: string,
    readonly pool: HotPool,
    readonly nodes: ApiProcess[],
  ) {}

  /** Starts them; `more` adds variables to both. */
  static async start(more: Record<string, string> = {}): Promise<TwoNodes> {
    const database = await createTestDatabase();
    const variables = apiVariables(database.url, {
      RATE_LIMIT_VERIFY: '0',
      RATE_LIMIT_MINT: '0',
      ...more,
    });
    const maker = await ListeningApi.start(variables);
    const { testKey } = await maker.newMerchant();
    await maker.stop();
    const nodes = await Promise.all([ApiProcess.start(variables), ApiProcess.start(variables)]);
    return new TwoNodes(database, variables, testKey, new HotPool(database.url, 2), nodes);
  }

  /** One of the two, by turns. */
  node(index: number): ApiProcess {
    const found = this.nodes[index % this.nodes.length];
    if (!found) throw new Error('no such node');
    return found;
  }

  /** Mints and pays. */
  async paid(terms: object = {}, onNode = 0): Promise<PaidChallenge> {
    const node = this.node(onNode);
    const minted = await node.post('/api/l402/challenges', this.key, {
      resource: '/r',
      priceSats: 5,
      ...terms,
    });
    const { invoice, macaroon, paymentHash } = minted.body;
    const receipt = await node.post('/api/sandbox/pay', this.key, { invoice });
    return {
      macaroon: String(macaroon),
      preimage: String(receipt.body['preimage']),
      paymentHash: String(paymentHash),
    };
  }

  /** Verifies on a node. */
  verify(onNode: number, { macaroon, preimage }: PaidChallenge, more: object = {}) {
    return this.node(onNode).post('/api/l402/challenges/verify', this.key, { macaroon, preimage, ...more });
  }

  /** Starts a node again after it was killed. */
  async restart(index: number): Promise<void> {
    this.nodes[index] = await ApiProcess.start(this.variables);
  }

  /** The uses that are on record for a challenge. */
  async countedUses(paymentHash: string): Promise<number> {
    const { rows } = await this.pool.query<{ uses: number }>({
      text: `SELECT l.uses_committed + l.uses_reserved AS uses FROM challenge_ledger l
        JOIN challenge c ON c.key = l.key WHERE c.payment_hash = decode($1, 'hex')`,
      values: [paymentHash],
    });
    return rows[0]?.uses ?? 0;
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    await this.pool.onApplicationShutdown();
    await this.database.drop();
  }
}
