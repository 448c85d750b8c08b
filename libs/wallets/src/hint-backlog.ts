import type { SocketNotice } from './follow-socket.js';
import type { Hint, HintSink } from './wallet-provider.js';

/** Hints that may wait for a sink, before whoever tells them is asked to stop, and how many are stored at once. */
const WAITING_MAX = 1_000;
const TAKEN_AT_ONCE_MAX = 100;

/** What a stream has told and its sink has not stored yet: in order, a bounded part at a time, each after the one before. */
export class HintBacklog {
  private waiting: SocketNotice[] = [];
  private working: Promise<void> | null = null;
  private isClosed = false;
  private fail: (error: unknown) => void = () => undefined;

  /** `onFull` is told when too much waits, and when it does no longer. */
  constructor(
    private readonly sink: HintSink,
    private readonly onFull: (isFull: boolean) => void,
  ) {}

  /** Who is told that the sink cannot store. */
  onFailure(fail: (error: unknown) => void): void {
    this.fail = fail;
  }

  /** Adds what was told; nothing more after the end. */
  add(notice: SocketNotice): void {
    if (this.isClosed) return;
    this.waiting.push(notice);
    if (this.waiting.length === WAITING_MAX) this.onFull(true);
    this.working ??= this.work();
  }

  /** Ends it: what waits is dropped, what is being stored is waited for. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.waiting = [];
    await this.working;
  }

  private async work(): Promise<void> {
    // Not before the caller holds this promise.
    await Promise.resolve();
    try {
      while (this.waiting.length > 0) {
        const part = this.waiting.slice(0, TAKEN_AT_ONCE_MAX);
        const wasFull = this.waiting.length >= WAITING_MAX;
        this.waiting = this.waiting.slice(part.length);
        if (wasFull && this.waiting.length < WAITING_MAX) this.onFull(false);
        const hints: Hint[] = part.flatMap((notice) => [...notice.hints]);
        await this.sink.take(hints, part.at(-1)?.cursor ?? null);
      }
    } catch (error) {
      this.waiting = [];
      this.fail(error);
    } finally {
      this.working = null;
    }
  }
}
