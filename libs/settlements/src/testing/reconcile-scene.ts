import { ChallengeWatches, SettledChallenges } from '@turnpike/challenges';
import { ManualClock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { createLogger } from '@turnpike/observability';
import type { QueueProducer } from '@turnpike/queues';
import { WalletNotices, WalletStreams } from '@turnpike/wallets';
import type {
  ListedPayment,
  PaymentListing,
  PaymentLists,
  WalletAlerts,
  WalletConnections,
} from '@turnpike/wallets';
import { LiveChallenges, type LiveChallenge } from '../../../../test/support/live-challenges.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { Reconcile, type WalletComparison } from '../reconcile.js';
import { TakeHints } from '../take-hints.js';

const start = new Date('2026-06-15T12:00:00Z');

/** The wallets of merchant 1 with lists that a test writes, and a ledger of one's own. The day that is compared begins at 0. */
export class ReconcileScene {
  /** What wallets answer when they are asked for their lists, by id; an error is thrown, null is no list. */
  readonly lists = new Map<string, PaymentListing | Error | null>([
    ['wal_a', { payments: [], isComplete: true }],
  ]);
  /** The spans that wallets were asked for, in seconds. */
  readonly asked: { readonly walletId: string; readonly from: number; readonly to: number }[] = [];
  /** The wallets about which an alert was raised. */
  readonly alerts: string[] = [];
  readonly book: LiveChallenges;
  private readonly reconcile: Reconcile;

  /** The alerts that were taken back. */
  readonly cleared: string[] = [];

  private constructor(
    private readonly database: TestDatabase,
    private readonly pool: ColdPool,
  ) {
    this.book = new LiveChallenges(pool, start);
    const queues = { nudgeLookUps: () => Promise.resolve(true) } as unknown as QueueProducer;
    const clock = new ManualClock(this.book.at(86_400));
    const notices = [new WalletNotices(pool), new WalletStreams(pool)] as const;
    const hints = new TakeHints(pool, ...notices, new ChallengeWatches(pool), queues, clock);
    this.reconcile = new Reconcile(
      { list: () => Promise.resolve(this.views()) } as unknown as WalletConnections,
      { read: this.read } as unknown as PaymentLists,
      new SettledChallenges(pool),
      hints,
      {
        raise: (_merchantId: number, id: string, matter: string) => this.alerts.push(`${id} ${matter}`),
        clear: (_merchantId: number, id: string, matter: string) => {
          this.cleared.push(`${id} ${matter}`);
          return Promise.resolve();
        },
      } as unknown as WalletAlerts,
      clock,
      createLogger({ logLevel: 'silent' }),
    );
  }

  /** Opens one. */
  static async open(): Promise<ReconcileScene> {
    const database = await createTestDatabase();
    return new ReconcileScene(database, new ColdPool(database.url, 4));
  }

  /** Has a wallet list payments; `isComplete` false: there are more. */
  list(payments: readonly ListedPayment[], isComplete = true, walletId = 'wal_a'): void {
    this.lists.set(walletId, { payments, isComplete });
  }

  /** A payment of a challenge as wallets list it, at so many seconds. */
  paid({ providerRef, paymentHash }: LiveChallenge, receivedMsat?: bigint, settledIn = 3_600): ListedPayment {
    const named = { providerRef, paymentHash: paymentHash as NonNullable<ListedPayment['paymentHash']> };
    const settledAt = this.book.at(settledIn);
    return receivedMsat === undefined ? { ...named, settledAt } : { ...named, receivedMsat, settledAt };
  }

  /** Compares the day, all wallets of the merchant. */
  run(): Promise<WalletComparison[]> {
    return this.reconcile.run(1 as MerchantId, this.book.at(0), this.book.at(86_400));
  }

  /** Compares the day, and gives what was found at the one wallet there is. */
  async compare(): Promise<WalletComparison> {
    const [first, ...others] = await this.run();
    if (first === undefined || others.length > 0) throw new Error('there is not just one wallet');
    return first;
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.pool.onApplicationShutdown();
    await this.database.drop();
  }

  private readonly read = async (
    _merchantId: number,
    walletId: string,
    from: Date,
    to: Date,
  ): Promise<PaymentListing | null> => {
    const seconds = (at: Date): number => (at.getTime() - start.getTime()) / 1000;
    this.asked.push({ walletId, from: seconds(from), to: seconds(to) });
    const listing = this.lists.get(walletId) ?? null;
    if (listing instanceof Error) throw listing;
    return listing;
  };

  private views() {
    return [...this.lists.keys()].map((id) => ({ id, kind: 'lnd' }));
  }
}
