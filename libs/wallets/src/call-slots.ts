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
    if (this.inFlight >= this.inFlightMax) await this.wait(signal);
    signal.throwIfAborted();
    this.inFlight += 1;
    try {
      return await work();
    } finally {
      this.inFlight -= 1;
      const [next] = this.waiting;
      next?.();
    }
  }

  /** How many calls are in flight, and how many wait. */
  get load(): { readonly inFlight: number; readonly waiting: number } {
    return { inFlight: this.inFlight, waiting: this.waiting.size };
  }

  private async wait(signal: AbortSignal): Promise<void> {
    if (this.waiting.size >= this.waitingMax) throw new RateLimited(RETRY_AFTER_SECONDS, 'budget');
    // Another may take the slot before who was woken runs.
    while (this.inFlight >= this.inFlightMax && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          this.waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        this.waiting.add(done);
        signal.addEventListener('abort', done, { once: true });
      });
    }
  }
}
