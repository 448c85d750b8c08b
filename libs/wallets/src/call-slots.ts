import { RateLimited } from './wallet-errors.js';

const RETRY_AFTER_SECONDS = 1;

/** Bounds the calls to one wallet: so many in flight, so many waiting, in the order in which they came. */
export class CallSlots {
  private inFlight = 0;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly inFlightMax: number,
    private readonly waitingMax: number,
  ) {}

  /** Does the work when a slot is free. Throws `RateLimited` if too many wait, and the signal's reason if it is aborted before. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.inFlight < this.inFlightMax) this.inFlight += 1;
    else await this.wait(signal);
    try {
      // The slot may have been handed over in the same moment.
      signal.throwIfAborted();
      return await work();
    } finally {
      this.handOver();
    }
  }

  /** How many calls are in flight, and how many wait. */
  get load(): { readonly inFlight: number; readonly waiting: number } {
    return { inFlight: this.inFlight, waiting: this.waiting.size };
  }

  /** Who waited longest takes the slot as it is: were it set free, a newcomer could take it before. */
  private handOver(): void {
    const [next] = this.waiting;
    if (next === undefined) this.inFlight -= 1;
    else next();
  }

  /** Resolves with a slot taken; rejects without one. */
  private wait(signal: AbortSignal): Promise<void> {
    if (this.waiting.size >= this.waitingMax) throw new RateLimited(RETRY_AFTER_SECONDS, 'budget');
    return new Promise((resolve, reject) => {
      const take = (): void => {
        this.waiting.delete(take);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.waiting.delete(take);
        reject(signal.reason as Error);
      };
      this.waiting.add(take);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
