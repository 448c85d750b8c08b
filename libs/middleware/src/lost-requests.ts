import type { VerifyTokenArgs } from '@turnpike/server-sdk';

import { MIDDLEWARE_BOUNDS } from './middleware-bounds.js';

/**
 * The ids of requests that the broker may have counted although its answer was lost. Whoever asks the same again is judged
 * under the same id, which counts no second use; each id is given out once, so that one use serves one request.
 */
export class LostRequests {
  readonly #ids = new Map<string, string>();

  /** Remembers what nobody knows the outcome of; beyond so many the oldest is forgotten. */
  put(question: VerifyTokenArgs): void {
    const { requestId } = question;
    if (requestId === undefined || requestId === null) return;
    this.#ids.set(nameOf(question), requestId);
    const [oldest] = this.#ids.keys();
    if (this.#ids.size > MIDDLEWARE_BOUNDS.lostRequestsMax && oldest !== undefined) this.#ids.delete(oldest);
  }

  /** The id under which the same was asked before, if its answer was lost. */
  take(question: VerifyTokenArgs): string | undefined {
    if (this.#ids.size === 0) return undefined;
    const name = nameOf(question);
    const requestId = this.#ids.get(name);
    this.#ids.delete(name);
    return requestId;
  }
}

/** The same text for the same question, whatever its id. */
function nameOf({ requestId: _requestId, ...asked }: VerifyTokenArgs): string {
  return JSON.stringify(asked);
}
