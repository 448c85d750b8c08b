import { setTimeout as wait } from 'node:timers/promises';
import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import type { OutboundStream } from '@turnpike/outbound';
import { textWithin } from '../text-within.js';
import { walletBounds } from '../wallet-bounds.js';
import { ProtocolViolation, toWalletError, Unavailable } from '../wallet-errors.js';
import { fromOutbound } from '../wallet-http.js';
import type { HintSink } from '../wallet-provider.js';
import { wholeNumber } from '../whole-number.js';
import { jsonLines } from './json-lines.js';
import { complaintIn, errorOf } from './lnd-complaint.js';
import type { LndClient } from './lnd.client.js';
import { hexOfBase64 } from './lnd.types.js';

const QUIET_MILLIS = 2_000;
const LINE_BYTES_MAX = 262_144;
/** What proxies say when nothing has come for a while. */
const IDLE_STATUSES: readonly number[] = [504, 524];

/** Waits until a subscription that has gone out is taken to stand, or the signal is aborted. */
export type Quiet = (signal: AbortSignal) => Promise<unknown>;

const twoSeconds: Quiet = (signal) => wait(QUIET_MILLIS, undefined, { signal });

/**
 * Follows LND's stream of invoices. LND sends no header before the first event, so the stream is taken to stand two
 * seconds after the request went out. The cursor is the settle index: LND replays what is strictly greater, and nothing
 * for 0, so that a first settlement is found by look-up only.
 */
export class LndSettlementStream {
  constructor(
    private readonly client: Pick<LndClient, 'subscribe'>,
    private readonly quiet: Quiet = twoSeconds,
  ) {}

  /** Returns when aborted, and when a stream that stood ended in peace: then it is to be opened again. */
  async follow(from: string | null, sink: HintSink, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const own = AbortSignal.any([signal, over.signal]);
    const watch = new StreamWatch(sink, own);
    const onSent = (): void => {
      void this.quiet(own)
        .then(() => watch.stand())
        .catch(() => over.abort());
    };
    try {
      const settleIndex = wholeNumber(from) ?? 0n;
      const stream = await this.client.subscribe(settleIndex, own, onSent);
      await readTo(stream, watch, settleIndex);
    } catch (error) {
      if (!signal.aborted) throw toWalletError(fromOutbound(error));
    } finally {
      over.abort();
    }
  }
}

/** Tells the sink once that the stream stands, and remembers whether it did so for a while. */
class StreamWatch {
  hasStood = false;
  private isAlive = false;

  constructor(
    readonly sink: HintSink,
    private readonly signal: AbortSignal,
  ) {}

  stand(): void {
    this.hasStood = true;
    this.alive();
  }

  alive(): void {
    if (this.isAlive || this.signal.aborted) return;
    this.isAlive = true;
    this.sink.alive();
  }
}

async function readTo({ status, chunks }: OutboundStream, watch: StreamWatch, from: bigint): Promise<void> {
  if (status !== 200) {
    const body = await textWithin(chunks, walletBounds.smallAnswerBytesMax);
    if (!IDLE_STATUSES.includes(status)) throw errorOf(complaintIn(status, parsed(body)));
    endOf(watch);
    return;
  }
  watch.alive();
  let cursor = from;
  for await (const line of jsonLines(chunks, LINE_BYTES_MAX)) {
    const settled = readLine(line);
    if (settled === null) continue;
    if (settled.settleIndex > cursor) cursor = settled.settleIndex;
    const { paymentHash } = settled;
    await watch.sink.take([{ paymentHash }], cursor === 0n ? null : cursor.toString());
  }
  endOf(watch);
}

/** One that ends as soon as it is opened would be opened again at once, forever. */
function endOf(watch: StreamWatch): void {
  if (!watch.hasStood) throw new Unavailable(walletBounds.unavailableSeconds);
}

interface Settled {
  readonly paymentHash: PaymentHash;
  readonly settleIndex: bigint;
}

/** Null for whatever is no settlement that can be read: other events, and those that only a look-up will find. */
function readLine(line: unknown): Settled | null {
  if (typeof line !== 'object' || line === null) throw new ProtocolViolation('a line is no object');
  const { result, error } = line as { result?: unknown; error?: unknown };
  if (error !== undefined && error !== null) throw errorOf(complaintIn(500, error));
  if (typeof result !== 'object' || result === null) return null;
  const { state, r_hash: hash, settle_index: index } = result as Readonly<Record<string, unknown>>;
  const paymentHash = parsePaymentHash(hexOfBase64(hash));
  if (state !== 'SETTLED' || paymentHash === null) return null;
  return { paymentHash, settleIndex: wholeNumber(index) ?? 0n };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
