import { Injectable } from '@nestjs/common';
import { ChallengeWatches } from '@turnpike/challenges';
import type { HintedInvoices } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { QueueProducer } from '@turnpike/queues';
import { WalletNotices, WalletStreams } from '@turnpike/wallets';
import type { HeldStream, Hint } from '@turnpike/wallets';
import { settlementBounds } from './settlement-bounds.js';

/** The connection that hints came from. */
export interface HintSource {
  readonly merchantId: number;
  readonly connectionId: string;
}

/**
 * Takes what wallets tell: the invoices named are made due in the transaction that notes the notice or moves the cursor,
 * so that no hint is lost by a crash and none is passed over. Nothing is believed; a look-up follows.
 */
@Injectable()
export class TakeHints {
  constructor(
    private readonly pool: ColdPool,
    private readonly notices: WalletNotices,
    private readonly streams: WalletStreams,
    private readonly watches: ChallengeWatches,
    private readonly queues: QueueProducer,
    private readonly clock: Clock,
  ) {}

  /** Takes a notice; false if one of this id was taken before. Rejects if it could not be stored. */
  async fromNotice(source: HintSource, hints: readonly Hint[], eventId: string | null): Promise<boolean> {
    const now = this.clock.now();
    const isNew = await this.pool.withTransaction(async (transaction) => {
      const { connectionId } = source;
      if (eventId !== null && !(await this.notices.note(transaction, connectionId, eventId, now)))
        return false;
      for (const hinted of portions(source, hints))
        await this.watches.makeHintedDue(transaction, hinted, now);
      return true;
    });
    if (isNew && hints.length > 0) void this.queues.nudgeLookUps();
    return isNew;
  }

  /** Takes what a stream told, up to the cursor; false if another process holds the stream by now, and then nothing is stored. */
  async fromStream(stream: HeldStream, hints: readonly Hint[], cursor: string | null): Promise<boolean> {
    const now = this.clock.now();
    const isOurs = await this.pool.withTransaction(async (transaction) => {
      if (!(await this.streams.advance(transaction, stream, cursor))) return false;
      for (const hinted of portions(stream, hints))
        await this.watches.makeHintedDue(transaction, hinted, now);
      return true;
    });
    if (isOurs && hints.length > 0) void this.queues.nudgeLookUps();
    return isOurs;
  }
}

function* portions(
  { merchantId, connectionId }: HintSource,
  hints: readonly Hint[],
): Generator<HintedInvoices> {
  for (let at = 0; at < hints.length; at += settlementBounds.hintsPerStatementMax) {
    const portion = hints.slice(at, at + settlementBounds.hintsPerStatementMax);
    yield {
      merchantId,
      connectionId,
      providerRefs: portion.flatMap((hint) => ('providerRef' in hint ? [hint.providerRef] : [])),
      paymentHashes: portion.flatMap((hint) => ('paymentHash' in hint ? [hint.paymentHash] : [])),
    };
  }
}
