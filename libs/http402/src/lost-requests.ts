/**
 * The ids of requests that verify may have counted although its answer was lost. Whoever asks the same again is judged under
 * the same id, which counts no second use; each id is given out once, so that one use serves one request. What is asked is
 * told apart as JSON.
 */
export class LostRequests {
  readonly #max: number;
  readonly #ids = new Map<string, string>();

  /** Remembers at most `max` of them. */
  constructor(max: number) {
    this.#max = max;
  }

  /** Remembers what nobody knows the outcome of; beyond so many the oldest is forgotten. */
  put(asked: object, requestId: string): void {
    this.#ids.set(JSON.stringify(asked), requestId);
    const [oldest] = this.#ids.keys();
    if (this.#ids.size > this.#max && oldest !== undefined) this.#ids.delete(oldest);
  }

  /** The id under which the same was asked before, if its answer was lost. */
  take(asked: object): string | undefined {
    if (this.#ids.size === 0) return undefined;
    const name = JSON.stringify(asked);
    const requestId = this.#ids.get(name);
    this.#ids.delete(name);
    return requestId;
  }
}
