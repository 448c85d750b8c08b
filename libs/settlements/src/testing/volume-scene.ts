import { randomBytes } from 'node:crypto';
import { ChallengeWatches, SettleChallenge } from '@turnpike/challenges';
import { ManualClock } from '@turnpike/config';
import { ColdPool, HotPool } from '@turnpike/database';
import { createLogger } from '@turnpike/observability';
import { MemoryTokenBuckets, PostgresTokenBuckets } from '@turnpike/redis';
import { sealContextOf } from '@turnpike/wallets';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { StrikeEmulator } from '../../../../test/support/emulators/strike-emulator.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { WalletsFixture } from '../../../../test/support/wallets-fixture.js';
import { LookUpRound } from '../look-up-round.js';
import { LookUps } from '../look-ups.js';
import { CountingWallet } from './counting-wallet.js';
import { connectMany, fillWithOpen, refOf, type OpenInvoices } from './open-invoices.js';

const start = new Date('2026-06-15T12:00:00Z');

/**
 * The engine of one worker over real tables, pools of the real size and real budgets, by a clock that is told. Its wallets
 * are of one's own and count what they are asked, or one account at an emulated Strike.
 */
export class VolumeScene {
  /** When each invoice was asked about, in seconds from the start, by the name that its wallet has for it. */
  readonly looks = new Map<string, number[]>();
  /** Calls to Strike in each minute. */
  readonly callsPerMinute: number[] = [];
  /** What has been paid at wallets of one's own. */
  readonly settled: Set<string>;
  /** The most challenges that waited for their wallets after a round. */
  mostWaiting = 0;
  private readonly round: LookUpRound;
  private callsSeen = 0;

  private constructor(
    readonly clock: ManualClock,
    readonly lookUps: LookUps,
    readonly watches: ChallengeWatches,
    readonly hot: HotPool,
    readonly cold: ColdPool,
    private readonly fixture: WalletsFixture,
    private readonly strike: StrikeEmulator,
    private readonly database: TestDatabase,
  ) {
    this.settled = new Set();
    this.round = new LookUpRound({ watches, clock }, lookUps);
    const looked = (ref: string, atMs: number): void => this.note(ref, atMs);
    fixture.registry.add('counting', () => new CountingWallet(clock, looked, this.settled));
  }

  /** Opens one without any wallet. */
  static async open(): Promise<VolumeScene> {
    const clock = new ManualClock(start);
    const now = (): Date => clock.now();
    const strike = new StrikeEmulator({ node: new BookNode(now), apiKey: STRIKE_KEY, now });
    await strike.start();
    const database = await createTestDatabase();
    const [hot, cold] = [new HotPool(database.url), new ColdPool(database.url)];
    const fixture = await WalletsFixture.open(hot, 1, {
      clock,
      variables: { STRIKE_URL: strike.url, ADDRESS_ALLOW: '127.0.0.1' },
      buckets: () => new PostgresTokenBuckets(cold, new MemoryTokenBuckets(clock, 0.1), clock),
    });
    const watches = new ChallengeWatches(cold);
    const lookUps = new LookUps({
      watches,
      settle: new SettleChallenge(hot),
      wallets: fixture.wallets,
      alerts: { raise: () => undefined },
      clock,
      logger: createLogger({ logLevel: 'silent' }),
    });
    return new VolumeScene(clock, lookUps, watches, hot, cold, fixture, strike, database);
  }

  /** Puts in open invoices of a Strike account; gives its connection. */
  async fillStrike(terms: Omit<OpenInvoices, 'connections'>): Promise<string> {
    const id = await this.fixture.connect('first', 'primary', {
      kind: 'strike',
      credentials: { apiKey: STRIKE_KEY },
    });
    await fillWithOpen(this.cold, start, [{ id, merchantId: 1 }], { ...terms, connections: 1 });
    return id;
  }

  /** Puts in open invoices of so many wallets, one for each merchant. */
  async fillOwn(terms: OpenInvoices): Promise<void> {
    const { sealer } = this.fixture;
    const connections = Array.from({ length: terms.connections }, (_, at) => {
      const [id, merchantId] = [`wal_${randomBytes(16).toString('hex')}`, at + 1];
      const sealed = sealer.seal(Buffer.from('{}'), sealContextOf(merchantId as never, id));
      return { id, merchantId, sealed };
    });
    await connectMany(this.hot, start, connections);
    await fillWithOpen(this.cold, start, connections, terms);
  }

  /** Lets so many seconds pass, with a round in each that is waited for. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await this.round.run();
      this.mostWaiting = Math.max(this.mostWaiting, this.lookUps.size);
      await this.lookUps.idle();
      this.readCalls();
      this.clock.advanceSeconds(1);
    }
  }

  /** The longest that each invoice went without being asked about, from the start until now, the longest first. */
  gaps(count: number): number[] {
    const until = (this.clock.now().getTime() - start.getTime()) / 1000;
    const gapsOf = (number: number): number => {
      const times = [0, ...(this.looks.get(refOf(number)) ?? []), until];
      return Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? 0)));
    };
    return Array.from({ length: count }, (_, number) => gapsOf(number)).sort((one, other) => other - one);
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.lookUps.close();
    await this.fixture.close();
    await this.strike.stop();
    await this.hot.onApplicationShutdown();
    await this.cold.onApplicationShutdown();
    await this.database.drop();
  }

  private note(ref: string, atMs: number): void {
    const times = this.looks.get(ref) ?? [];
    this.looks.set(ref, times);
    times.push((atMs - start.getTime()) / 1000);
  }

  private readCalls(): void {
    const atMs = this.clock.now().getTime();
    const minute = Math.floor((atMs - start.getTime()) / 60_000);
    for (const { path } of this.strike.calls.slice(this.callsSeen)) {
      this.callsPerMinute[minute] = (this.callsPerMinute[minute] ?? 0) + 1;
      for (const [, ref] of path.matchAll(/receiveRequestId=([0-9a-f-]{36})/g)) this.note(ref ?? '', atMs);
    }
    this.callsSeen = this.strike.calls.length;
  }
}

const STRIKE_KEY = randomBytes(32).toString('hex');
