import { setTimeout as wait } from 'node:timers/promises';
import { walletBounds } from '../wallet-bounds.js';
import { ProtocolViolation, RateLimited, toWalletError } from '../wallet-errors.js';
import type { HintSink } from '../wallet-provider.js';
import { wholeNumber } from '../whole-number.js';
import { lastPayIndex } from './cln-pay-index.js';
import type { ClnClient } from './cln.client.js';
import type { ClnInvoice } from './cln.types.js';

const POLL_SECONDS = 30;
/** For calls that are answered at once. */
const CALL_MILLIS = 6_000;
/** A node that does not wait when it is told to is not asked more often than this. */
const PAUSE_MILLIS = 1_000;

/**
 * Follows payments by long polls, each of which gives the first one after a pay index. The cursor is that index, and it
 * proves completeness. Without one, the highest index there is becomes the cursor and is stored, since index 0 would
 * replay all that the node was ever paid; what was paid before it is for the look-ups that follow the stream's standing.
 */
export class ClnSettlementStream {
  constructor(private readonly client: ClnClient) {}

  /** Returns when aborted. */
  async follow(from: string | null, sink: HintSink, signal: AbortSignal): Promise<void> {
    try {
      const call = (): { readonly signal: AbortSignal } => ({
        signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_MILLIS)]),
      });
      const stored = wholeNumber(from);
      let cursor = stored ?? (await lastPayIndex(this.client, call));
      // An answer at once is the sign of life; nothing can be missed, whenever the next poll begins.
      let paid = await this.client.nextPaid(cursor, call());
      if (signal.aborted) return;
      sink.alive();
      if (stored === null) await sink.take([], cursor.toString());
      while (!signal.aborted) {
        if (paid !== null) {
          cursor = indexAfter(cursor, paid);
          await sink.take([{ paymentHash: paid.paymentHash }], cursor.toString());
        }
        paid = await this.poll(cursor, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw toWalletError(error);
    }
  }

  private async poll(cursor: bigint, signal: AbortSignal): Promise<ClnInvoice | null> {
    const startedAt = performance.now();
    try {
      const paid = await this.client.waitPaid(cursor, POLL_SECONDS, signal);
      const isHasty = paid === null && performance.now() - startedAt < PAUSE_MILLIS;
      if (isHasty) await wait(PAUSE_MILLIS, undefined, { signal });
      return paid;
    } catch (error) {
      // The cursor keeps what is missed meanwhile, so there is no need to begin anew.
      if (!(error instanceof RateLimited)) throw error;
      const seconds = Math.min(error.retryAfterSeconds, walletBounds.rateLimitedSeconds);
      await wait(seconds * 1000, undefined, { signal });
      return null;
    }
  }
}

function indexAfter(cursor: bigint, { payIndex }: ClnInvoice): bigint {
  if (payIndex === null || payIndex <= cursor) throw new ProtocolViolation('pay_index');
  return payIndex;
}
