import { MIDDLEWARE_BOUNDS } from './middleware-bounds.js';
import type { FreeRequests } from './paywall-options.js';
import type { Asked } from './request-facts.js';

/**
 * Counts the free requests of each key in windows that begin for all at once. Beyond `freeKeysMax` keys a newcomer has none
 * until the next window, so that nobody gets more by being many.
 */
export class FreeQuota<Request> {
  readonly #options: FreeRequests<Request>;
  readonly #now: () => number;
  readonly #taken = new Map<string, number>();
  #window = -1;

  /** Throws a `TypeError` unless both numbers are 1 or more and there is a key function. */
  constructor(options: FreeRequests<Request>, now: () => number = Date.now) {
    const numbers = [options.count, options.perSeconds];
    if (!numbers.every((number) => Number.isInteger(number) && number >= 1)) {
      throw new TypeError('l402: `freeRequests` needs `count` and `perSeconds`, whole numbers, 1 or more');
    }
    if (typeof options.key !== 'function') throw new TypeError('l402: `freeRequests` needs a `key` function');
    this.#options = options;
    this.#now = now;
  }

  /** Takes one of the requester's free requests, or says that there is none. */
  async take(request: Request, asked: Asked): Promise<boolean> {
    const key = await this.#options.key(request, asked);
    if (typeof key !== 'string' || key === '' || key.length > MIDDLEWARE_BOUNDS.freeKeyCharsMax) return false;
    const window = Math.floor(this.#now() / 1000 / this.#options.perSeconds);
    if (window !== this.#window) {
      this.#window = window;
      this.#taken.clear();
    }
    const taken = this.#taken.get(key);
    if (taken === undefined && this.#taken.size >= MIDDLEWARE_BOUNDS.freeKeysMax) return false;
    if ((taken ?? 0) >= this.#options.count) return false;
    this.#taken.set(key, (taken ?? 0) + 1);
    return true;
  }
}
