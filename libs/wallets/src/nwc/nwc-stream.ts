import type { Clock } from '@turnpike/config';
import { toWalletError, Unavailable, UnknownOutcome, type WalletError } from '../wallet-errors.js';
import { walletBounds } from '../wallet-bounds.js';
import type { HintSink } from '../wallet-provider.js';
import { defer, orAborted, pause } from './abortable.js';
import type { NostrEvent, NostrFilter } from './nostr-event.js';
import { nwcBounds } from './nwc-bounds.js';
import { listPages } from './nwc-list.js';
import { NwcNotifications, type Told } from './nwc-notifications.js';
import { settledSeconds } from './nwc.types.js';
import type { NwcClient } from './nwc.client.js';
import type { RelayPool } from './relay-pool.js';
import { RelayFailure, meaningOfRelayFailure, type RelayEnd } from './relay-failure.js';

/** What a stream is made of. */
export interface NwcStreamParts {
  readonly client: NwcClient;
  readonly pool: RelayPool;
  readonly relays: readonly URL[];
  readonly clock: Clock;
}

/**
 * Tells of payments as the wallet notifies of them, over all its relays. It stands as long as one relay does; a relay
 * that was lost is joined again, and what was told meanwhile is asked for from the wallet's list. The cursor is the time
 * of the last payment that was told, in seconds since 1970.
 */
export class NwcStream {
  private readonly ended = new AbortController();
  private readonly failure = defer<never>();
  private readonly standing = new Set<string>();
  private readonly trying: Set<string>;
  private readonly waiting: Told[] = [];
  private cursor: number | null;
  private isAlive = false;
  private isTelling = false;
  private telling = Promise.resolve();
  private mustCatchUp: boolean;

  constructor(
    private readonly parts: NwcStreamParts,
    from: string | null,
    private readonly sink: HintSink,
  ) {
    this.cursor = from !== null && /^\d{1,12}$/.test(from) ? Number(from) : null;
    this.mustCatchUp = this.cursor !== null;
    this.trying = new Set(parts.relays.map(({ href }) => href));
  }

  /** Runs until the signal is aborted. Throws a `WalletError` when no relay stands any more. */
  async run(signal: AbortSignal): Promise<void> {
    const until = AbortSignal.any([signal, this.ended.signal]);
    try {
      await this.untilItNotifies(until);
      const filter = await this.parts.client.notificationFilter(until);
      const notifications = new NwcNotifications(filter, (event) => this.parts.client.open(event));
      for (const url of this.parts.relays) void this.follow(url, filter, notifications, until);
      await orAborted(this.failure.promise, signal);
    } catch (error) {
      if (!signal.aborted) throw toWalletError(error);
    } finally {
      this.ended.abort();
      // Who asked for the end is told nothing after it.
      await this.telling;
    }
  }

  /** A wallet that does not notify gives no stream that stands, so that its invoices are looked up the more often. */
  private async untilItNotifies(until: AbortSignal): Promise<void> {
    while (!(await this.parts.client.walletInfo(until)).notifies) {
      // Aborted, the pause is none, and the next question throws.
      await pause(nwcBounds.infoMissingKeptMillis, until);
    }
  }

  private async follow(
    url: URL,
    filter: NostrFilter,
    notifications: NwcNotifications,
    until: AbortSignal,
  ): Promise<void> {
    while (!until.aborted) {
      try {
        const relay = this.parts.pool.at(url);
        await relay.ready(until, 'patient');
        const [stored, ended] = [defer<true>(), defer<never>()];
        const subscriber = {
          onEvent: (event: NostrEvent) => {
            const told = notifications.read(event);
            if (told !== null && told !== false) this.note(told);
            return told !== false;
          },
          onStored: () => stored.resolve(true),
          onEnd: (end: RelayEnd) => ended.reject(new RelayFailure(end)),
        };
        const unsubscribe = relay.subscribe(filter, subscriber, 'stream');
        try {
          await this.awaitStored(stored.promise, ended.promise, until);
          this.stands(url.href);
          await orAborted(ended.promise, until);
        } finally {
          unsubscribe();
        }
      } catch (error) {
        this.falls(url.href, error);
      }
      // Where others stand, this one is asked for again when its socket is; a refusing relay is given some rest.
      await pause(nwcBounds.reconnectMillisMin, until);
    }
  }

  private async awaitStored(stored: Promise<true>, ended: Promise<never>, until: AbortSignal): Promise<void> {
    const late = pause(nwcBounds.streamStoredMillis, until).then(() => {
      throw new UnknownOutcome('the relay does not say that the subscription stands');
    });
    await orAborted(Promise.race([stored, ended, late]), until);
  }

  private stands(relay: string): void {
    this.trying.delete(relay);
    this.standing.add(relay);
    // Between one relay and the next something may have been told to neither.
    if (this.isAlive) this.mustCatchUp = this.cursor !== null;
    else this.sink.alive();
    this.isAlive = true;
    this.tell();
  }

  private falls(relay: string, error: unknown): void {
    this.trying.delete(relay);
    this.standing.delete(relay);
    if (this.standing.size > 0 || this.trying.size > 0) return;
    this.failure.reject(meaningOfEnd(error));
  }

  private note(told: Told): void {
    if (this.waiting.length < nwcBounds.notificationsWaitingMax) this.waiting.push(told);
    else this.mustCatchUp = true;
    this.tell();
  }

  private tell(): void {
    if (!this.isAlive || this.isTelling) return;
    this.isTelling = true;
    this.telling = this.tellAll();
  }

  /** Hands everything over, one part after the other: the sink stores hints before it takes more. */
  private async tellAll(): Promise<void> {
    try {
      while (!this.ended.signal.aborted && (this.mustCatchUp || this.waiting.length > 0)) {
        const told = this.mustCatchUp ? await this.missed() : this.waiting.splice(0);
        if (told.length === 0) continue;
        this.cursor = this.cursorAfter(told);
        await this.sink.take(
          told.map(({ hint }) => hint),
          String(this.cursor),
        );
      }
    } catch (error) {
      this.failure.reject(toWalletError(error));
    } finally {
      this.isTelling = false;
    }
  }

  /** No clock of a wallet moves the cursor past our own. */
  private cursorAfter(told: readonly Told[]): number {
    const now = Math.floor(this.parts.clock.now().getTime() / 1000);
    const last = Math.max(...told.map(({ seconds }) => seconds));
    return Math.max(this.cursor ?? 0, Math.min(last, now));
  }

  /** What the wallet's list has from the cursor on. Nothing if it has no list: then look-ups find what was missed. */
  private async missed(): Promise<Told[]> {
    this.mustCatchUp = false;
    const { client } = this.parts;
    const from = (this.cursor ?? 0) - nwcBounds.catchUpSeconds;
    const told: Told[] = [];
    const signal = AbortSignal.any([this.ended.signal, AbortSignal.timeout(nwcBounds.catchUpMillis)]);
    try {
      const { methods } = await client.walletInfo(signal);
      if (methods?.has('list_transactions') === false) return told;
      const range = { from, unpaid: false };
      for await (const page of listPages(client, range, nwcBounds.catchUpPagesMax, 'other', signal)) {
        for (const transaction of page.transactions) {
          const seconds = settledSeconds(transaction);
          if (seconds === null || !transaction.isIncoming) continue;
          told.push({ hint: { paymentHash: transaction.paymentHash }, seconds });
        }
      }
    } catch {
      // The list is a help and no more: whoever hears that the stream stands looks up every open invoice.
    }
    return told;
  }
}

function meaningOfEnd(error: unknown): WalletError {
  // No place for one more stream says nothing of the wallet, whose invoices are looked up then.
  if (error instanceof RelayFailure && error.end === 'busy')
    return new Unavailable(walletBounds.unavailableSeconds, 'us');
  if (error instanceof RelayFailure) return meaningOfRelayFailure(error, false);
  const meaning = toWalletError(error);
  return meaning instanceof UnknownOutcome ? new Unavailable(walletBounds.unavailableSeconds) : meaning;
}
