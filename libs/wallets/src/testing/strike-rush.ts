import { randomBytes, randomUUID } from 'node:crypto';
import { ManualClock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { WalletRateLimited } from '@turnpike/problems';
import type { TokenBuckets } from '@turnpike/redis';
import { KeyRing, Sealer } from '@turnpike/secrets';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { StrikeEmulator } from '../../../../test/support/emulators/strike-emulator.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { WalletsFixture } from '../../../../test/support/wallets-fixture.js';
import { Deadline } from '../deadline.js';
import { RateLimited } from '../wallet-errors.js';
import type { AcceptedInvoice } from '../wallets.js';

const ATTEMPTS = 10_000;
const SECONDS = 600;

/** What became of all attempts. */
export interface RushOutcome {
  readonly minted: number;
  /** What `Retry-After` said to each that was refused, in seconds. */
  readonly waits: readonly number[];
  /** Whatever else came of an attempt. */
  readonly others: readonly unknown[];
}

/** Makes the store of budgets that one process uses. */
export type OpenBuckets = (clock: ManualClock, database: TestDatabase) => TokenBuckets;

/** Processes that mint at one Strike account, whose limits go by the same clock as they do. */
export class StrikeRush {
  /** Look-ups that were answered, and those that had to wait. */
  readonly looks = { answered: 0, refused: 0 };
  private readonly made: AcceptedInvoice[] = [];

  private constructor(
    readonly clock: ManualClock,
    readonly emulator: StrikeEmulator,
    private readonly database: TestDatabase,
    private readonly pool: HotPool,
    private readonly processes: readonly WalletsFixture[],
    private readonly connectionId: string,
  ) {}

  /** Starts an account and a process for each store of budgets. */
  static async start(stores: readonly OpenBuckets[]): Promise<StrikeRush> {
    const clock = new ManualClock(new Date('2026-11-20T12:00:00Z'));
    const now = (): Date => clock.now();
    const apiKey = randomBytes(32).toString('hex');
    const emulator = new StrikeEmulator({ node: new BookNode(now), apiKey, now });
    await emulator.start();
    const database = await createTestDatabase();
    const pool = new HotPool(database.url);
    const sealer = new Sealer(new KeyRing([{ kid: 1, key: randomBytes(32) }]));
    const variables = { STRIKE_URL: emulator.url, ADDRESS_ALLOW: '127.0.0.1' };
    const processes: WalletsFixture[] = [];
    for (const open of stores) {
      const buckets = (own: ManualClock): TokenBuckets => open(own, database);
      processes.push(await WalletsFixture.open(pool, 1, { clock, sealer, variables, buckets }));
    }
    const connectionId = await processes[0]?.connect('first', 'primary', {
      kind: 'strike',
      credentials: { apiKey },
    });
    return new StrikeRush(clock, emulator, database, pool, processes, connectionId ?? '');
  }

  /** Attempts, spread over ten minutes and all processes; before each second's, `each` is told how many seconds are over. */
  async rush(each: (second: number) => Promise<void> = () => Promise.resolve()): Promise<RushOutcome> {
    const outcome = { minted: 0, waits: [] as number[], others: [] as unknown[] };
    let begun = 0;
    for (let second = 0; second < SECONDS; second += 1) {
      await each(second);
      const until = Math.round(((second + 1) * ATTEMPTS) / SECONDS);
      const attempts = Array.from({ length: until - begun }, (_, index) => this.attempt(begun + index));
      for (const result of await Promise.all(attempts)) {
        if (result === 'minted') outcome.minted += 1;
        else if (typeof result === 'number') outcome.waits.push(result);
        else outcome.others.push(result);
      }
      begun = until;
      if (second < SECONDS - 1) this.clock.advanceSeconds(1);
    }
    return outcome;
  }

  /** One attempt in the process of that number: minted, the seconds it was told to wait, or what else came of it. */
  async attempt(process = 0): Promise<unknown> {
    const { wallets, live } = this.processOf(process);
    const request = { challengeId: randomUUID(), amountSats: 21, description: 'x', expirySeconds: 600 };
    try {
      this.made.push(await wallets.createInvoice(live, request, Deadline.in(8_000)));
      return 'minted';
    } catch (error) {
      return error instanceof WalletRateLimited ? Number(error.headers['retry-after']) : error;
    }
  }

  /** Looks up what was minted last, in one call. */
  async look(process = 0): Promise<void> {
    const { wallets, live } = this.processOf(process);
    const createdAt = this.clock.now();
    const refs = this.made.slice(-50).map((invoice) => ({ ...invoice, createdAt }));
    const origin = { ...live, connectionId: this.connectionId };
    try {
      this.looks.answered += (await wallets.lookUp(origin, refs, Deadline.in(5_000))).size > 0 ? 1 : 0;
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error;
      this.looks.refused += 1;
    }
  }

  /** Ends everything. */
  async close(): Promise<void> {
    for (const process of this.processes) await process.close();
    await this.emulator.stop();
    await this.pool.onApplicationShutdown();
    await this.database.drop();
  }

  private processOf(number: number): WalletsFixture {
    const found = this.processes[number % this.processes.length];
    if (found === undefined) throw new Error('there is no process');
    return found;
  }
}
