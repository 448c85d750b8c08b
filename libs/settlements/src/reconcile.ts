import { Injectable } from '@nestjs/common';
import { SettledChallenges } from '@turnpike/challenges';
import type { ReferredChallenge, SettledChallenge } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import type { MerchantId, PaymentHash } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { RateLimited } from '@turnpike/problems';
import {
  forEachBounded,
  PaymentLists,
  WalletAlerts,
  WalletConnections,
  WalletError,
} from '@turnpike/wallets';
import type { ConnectionView, ListedPayment, PaymentListing } from '@turnpike/wallets';
import { settlementBounds as bounds } from './settlement-bounds.js';
import { TakeHints } from './take-hints.js';

/** One payment on which wallet and ledger differ. Amounts are whole msats, as text; null where nobody says. */
export interface Difference {
  readonly difference: 'settled_at_wallet_only' | 'settled_here_only' | 'amount_differs';
  readonly paymentHash: string;
  readonly walletMsat: string | null;
  readonly ourMsat: string | null;
}

/** What a comparison with one wallet has shown. */
export interface WalletComparison {
  readonly walletId: string;
  readonly kind: string;
  /** `no_list`: the wallet keeps none; `unavailable`: it gave no answer; `incomplete`: there was more than could be read. */
  readonly outcome: 'compared' | 'incomplete' | 'no_list' | 'unavailable';
  /** Payments in the wallet's list that are ours, and those that have nothing to do with us. */
  readonly payments: number;
  readonly foreignPayments: number;
  readonly differences: readonly Difference[];
}

/** What of a settled challenge is compared. */
type OurPayment = Pick<SettledChallenge, 'paymentHash' | 'receivedMsat' | 'createdAt'>;

const ONE_AT_A_TIME = {
  limit: 1,
  windowSeconds: 60,
  retryAfterSeconds: 15,
  detail: 'A comparison is under way: wait for its answer.',
};

/**
 * Compares our ledger with wallets' own lists and names every difference. What a wallet has received and we do not know
 * is looked up at once: a list is a hint like any other, and settles nothing.
 */
@Injectable()
export class Reconcile {
  private readonly running = new Set<MerchantId>();

  constructor(
    private readonly connections: WalletConnections,
    private readonly lists: PaymentLists,
    private readonly settled: SettledChallenges,
    private readonly hints: TakeHints,
    private readonly alerts: WalletAlerts,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Compares all wallets of a merchant over what was settled from `from` on and before `to`. Throws `RateLimited` while
   * another comparison for the same merchant is under way in this process.
   */
  async run(merchantId: MerchantId, from: Date, to: Date): Promise<WalletComparison[]> {
    if (this.running.has(merchantId)) throw new RateLimited(ONE_AT_A_TIME);
    this.running.add(merchantId);
    try {
      const ours = await this.settledIn(merchantId, from, to);
      const compared: WalletComparison[] = [];
      const wallets = await this.connections.list(merchantId);
      await forEachBounded(wallets, bounds.comparisonsMax, async (wallet) => {
        const own = ours === null ? null : (ours.get(wallet.id) ?? []);
        compared.push(await this.compare(merchantId, wallet, from, to, own));
      });
      return compared.sort((one, other) => (one.walletId < other.walletId ? -1 : 1));
    } finally {
      this.running.delete(merchantId);
    }
  }

  /** What we know of, by connection, and no more of each than is compared; null if it is more than one comparison bears. */
  private async settledIn(
    merchantId: MerchantId,
    from: Date,
    to: Date,
  ): Promise<ReadonlyMap<string, readonly OurPayment[]> | null> {
    const ours = new Map<string, OurPayment[]>();
    let count = 0;
    for await (const page of this.settled.between({ merchantId, mode: 'live' }, from, to)) {
      count += page.length;
      if (count > bounds.comparedPaymentsMax) return null;
      for (const { connectionId, paymentHash, receivedMsat, createdAt } of page) {
        const list = ours.get(connectionId ?? '') ?? [];
        ours.set(connectionId ?? '', list);
        list.push({ paymentHash, receivedMsat, createdAt });
      }
    }
    return ours;
  }

  private async compare(
    merchantId: MerchantId,
    { id: walletId, kind }: ConnectionView,
    from: Date,
    to: Date,
    ours: readonly OurPayment[] | null,
  ): Promise<WalletComparison> {
    const nothing = { walletId, kind, payments: 0, foreignPayments: 0, differences: [] };
    // We learn of a payment after it was made, so the list has to begin earlier; and the wallet's clock may be ahead.
    const listFrom = new Date(from.getTime() - bounds.comparisonMarginMillis);
    const listTo = new Date(to.getTime() + bounds.comparisonClockMillis);
    let listing: PaymentListing | null;
    try {
      listing = await this.lists.read(merchantId, walletId, listFrom, listTo);
    } catch (error) {
      if (!(error instanceof WalletError)) throw error;
      this.logger.warn({ err: error, walletId }, 'a wallet did not give its list');
      return { ...nothing, outcome: 'unavailable' };
    }
    if (listing === null) return { ...nothing, outcome: 'no_list' };
    const { payments } = listing;
    const isComplete = listing.isComplete && ours !== null;
    const known = await this.referred(merchantId, walletId, payments);
    const isInTime = ({ settledAt }: Pick<ListedPayment, 'settledAt'>): boolean =>
      settledAt >= from && settledAt < to;
    const received = receivedOf(payments, known);
    // What was made before the list begins may have been paid before it, too.
    const provable = (ours ?? []).filter(({ createdAt }) => createdAt >= listFrom);
    const found = differencesIn([...received.values()].filter(isInTime));
    // What has only just arrived is looked at too, but that we do not know of it yet is no difference.
    const ripeBefore = new Date(this.clock.now().getTime() - bounds.comparisonRipeMillis);
    const isRipe = ({ paymentHash }: Difference): boolean =>
      (received.get(paymentHash)?.settledAt ?? ripeBefore) <= ripeBefore;
    const differences = [
      ...found.filter((one) => one.difference !== 'settled_at_wallet_only' || isRipe(one)),
      ...(isComplete ? missingAtWallet(provable, received) : []),
    ];
    await this.heed({ merchantId, connectionId: walletId }, found);
    if (differences.length > 0) this.alerts.raise(merchantId, walletId, 'reconciliation');
    else if (isComplete) await this.alerts.clear(merchantId, walletId, 'reconciliation');
    const inTime = payments.filter(isInTime);
    const foreignPayments = inTime.filter((payment) => find(known, payment) === undefined).length;
    return {
      walletId,
      kind,
      outcome: isComplete ? 'compared' : 'incomplete',
      payments: inTime.length - foreignPayments,
      foreignPayments,
      differences,
    };
  }

  private async referred(
    merchantId: MerchantId,
    walletId: string,
    payments: readonly ListedPayment[],
  ): Promise<ReadonlyMap<string, ReferredChallenge>> {
    const found = new Map<string, ReferredChallenge>();
    for (let at = 0; at < payments.length; at += bounds.hintsPerStatementMax) {
      const portion = payments.slice(at, at + bounds.hintsPerStatementMax);
      const refs = portion.map(({ providerRef }) => providerRef);
      const hashes = portion.flatMap(({ paymentHash }) => (paymentHash === undefined ? [] : [paymentHash]));
      for (const one of await this.settled.referred(merchantId, walletId, refs, hashes)) {
        found.set(`ref ${one.providerRef}`, one);
        found.set(`hash ${one.paymentHash}`, one);
      }
    }
    return found;
  }

  private async heed(
    source: { readonly merchantId: MerchantId; readonly connectionId: string },
    differences: readonly Difference[],
  ): Promise<void> {
    const missed = differences.filter(({ difference }) => difference === 'settled_at_wallet_only');
    const hints = missed.map(({ paymentHash }) => ({ paymentHash: paymentHash as PaymentHash }));
    // Each portion by itself: a list has no notice that has to be noted together with all it names.
    for (let at = 0; at < hints.length; at += bounds.hintsPerStatementMax)
      await this.hints.fromNotice(source, hints.slice(at, at + bounds.hintsPerStatementMax), null);
  }
}

/** All that a wallet received for one of our challenges. */
interface Received {
  readonly ours: ReferredChallenge;
  /** Null where the list does not say. */
  readonly walletMsat: bigint | null;
  /** When the last of it came. */
  readonly settledAt: Date;
}

function find(
  known: ReadonlyMap<string, ReferredChallenge>,
  { providerRef, paymentHash }: ListedPayment,
): ReferredChallenge | undefined {
  return known.get(`ref ${providerRef}`) ?? known.get(`hash ${paymentHash ?? ''}`);
}

/** By payment hash. Some wallets list the parts of what came for one invoice, and what counts is their sum. */
function receivedOf(
  payments: readonly ListedPayment[],
  known: ReadonlyMap<string, ReferredChallenge>,
): ReadonlyMap<string, Received> {
  const received = new Map<string, Received>();
  for (const payment of payments) {
    const ours = find(known, payment);
    if (ours === undefined) continue;
    const { receivedMsat: msat = null, settledAt } = payment;
    const before = received.get(ours.paymentHash) ?? { walletMsat: 0n, settledAt };
    const walletMsat = msat === null || before.walletMsat === null ? null : before.walletMsat + msat;
    const last = before.settledAt > settledAt ? before.settledAt : settledAt;
    received.set(ours.paymentHash, { ours, walletMsat, settledAt: last });
  }
  return received;
}

function differencesIn(received: readonly Received[]): Difference[] {
  return received.flatMap(({ ours, walletMsat }): Difference[] => {
    const { paymentHash, settlement, receivedMsat: ourMsat } = ours;
    const amounts = { walletMsat: walletMsat?.toString() ?? null, ourMsat: ourMsat?.toString() ?? null };
    if (settlement !== 'settled') return [{ difference: 'settled_at_wallet_only', paymentHash, ...amounts }];
    const isSame = walletMsat === null || ourMsat === null || walletMsat === ourMsat;
    return isSame ? [] : [{ difference: 'amount_differs', paymentHash, ...amounts }];
  });
}

function missingAtWallet(ours: readonly OurPayment[], received: ReadonlyMap<string, Received>): Difference[] {
  return ours
    .filter(({ paymentHash }) => !received.has(paymentHash))
    .map(({ paymentHash, receivedMsat }) => ({
      difference: 'settled_here_only',
      paymentHash,
      walletMsat: null,
      ourMsat: receivedMsat?.toString() ?? null,
    }));
}
