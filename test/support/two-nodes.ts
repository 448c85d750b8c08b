import { setTimeout as pause } from 'node:timers/promises';

import { HotPool } from '@turnpike/database';

import { ApiProcess, type ProcessReply } from './api-process.js';
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
  /** Whether they have been stopped: whoever calls them without end ends then. */
  isStopped = false;

  private constructor(
    readonly database: TestDatabase,
    readonly variables: Record<string, string>,
    readonly key: string,
    readonly pool: HotPool,
    readonly nodes: ApiProcess[],
  ) {}

  /** Starts them, on a database of their own unless one is given; `more` adds variables to both. */
  static async start(more: Record<string, string> = {}, given?: TestDatabase): Promise<TwoNodes> {
    const database = given ?? (await createTestDatabase());
    const variables = apiVariables(database.url, {
      RATE_LIMIT_VERIFY: '0',
      RATE_LIMIT_MINT: '0',
      RATE_LIMIT_WRITE: '0',
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

  /** Asks a node for a challenge. */
  mint(onNode: number, terms: object = {}, headers: Record<string, string> = {}): Promise<ProcessReply> {
    const body = { resource: '/r', priceSats: 5, ...terms };
    return this.node(onNode).post('/api/l402/challenges', this.key, body, headers);
  }

  /** Mints and pays; `how` is what the sandbox is told besides. */
  async paid(terms: object = {}, onNode = 0, how: object = {}): Promise<PaidChallenge> {
    const { invoice, macaroon, paymentHash } = (await this.mint(onNode, terms)).body;
    const receipt = await this.node(onNode).post('/api/sandbox/pay', this.key, { invoice, ...how });
    return {
      macaroon: String(macaroon),
      preimage: String(receipt.body['preimage']),
      paymentHash: String(paymentHash),
    };
  }

  /** Verifies on a node. */
  verify(onNode: number, { macaroon, preimage }: PaidChallenge, more: object = {}): Promise<ProcessReply> {
    return this.node(onNode).post('/api/l402/challenges/verify', this.key, { macaroon, preimage, ...more });
  }

  /** Starts a node again after it was killed. */
  async restart(index: number): Promise<void> {
    this.nodes[index] = await ApiProcess.start(this.variables);
  }

  /** The uses that are on record for a challenge. */
  async countedUses(paymentHash: string): Promise<number> {
    const { rows } = await this.pool.query<{ uses: number }>({
      text: `SELECT (l.uses_committed + l.uses_reserved)::float8 AS uses FROM challenge_ledger l
        JOIN challenge c ON c.key = l.key WHERE c.payment_hash = decode($1, 'hex')`,
      values: [paymentHash],
    });
    return rows[0]?.uses ?? 0;
  }

  /** What the wallet has said so far about a challenge's invoice. */
  async settlement(paymentHash: string): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ settlement: number }>({
      text: `SELECT l.settlement FROM challenge_ledger l JOIN challenge c ON c.key = l.key
        WHERE c.payment_hash = decode($1, 'hex')`,
      values: [paymentHash],
    });
    return rows[0]?.settlement;
  }

  /** Resolves when a worker has put on record that the wallet calls it paid. */
  async untilSettled(paymentHash: string): Promise<void> {
    while ((await this.settlement(paymentHash)) !== 1) await pause(20);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.nodes.map((node) => node.stop()));
    await this.pool.onApplicationShutdown();
    await this.database.drop();
  }
}
