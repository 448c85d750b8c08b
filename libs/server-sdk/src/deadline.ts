import { L402NetworkError } from './errors.js';

/**
 * The time that one call has, its repetitions included: it ends after `timeoutMs`, or as soon as the caller's own signal
 * is aborted. Whoever makes one calls `end`.
 */
export class Deadline {
  readonly #over = new AbortController();
  readonly #until: number;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #caller: AbortSignal | undefined;
  #why: L402NetworkError | null = null;

  constructor(timeoutMs: number, caller: AbortSignal | undefined) {
    this.#until = Date.now() + timeoutMs;
    this.#caller = caller;
    this.#timer = setTimeout(() => {
      const message = `No answer within ${String(timeoutMs)} ms`;
      this.#stop(new L402NetworkError(message, new DOMException(message, 'TimeoutError')));
    }, timeoutMs);
    if (caller?.aborted) this.#abortedByCaller();
    else caller?.addEventListener('abort', this.#abortedByCaller);
  }

  /** Is aborted when the time is over. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Why the time is over, or `null` while it is not. */
  get passed(): L402NetworkError | null {
    return this.#why;
  }

  get remainingMillis(): number {
    return this.#until - Date.now();
  }

  /** What the work gives, or the deadline's error if that comes first, even if the work knows of no signal. */
  async within<Value>(work: Promise<Value>): Promise<Value> {
    let stopped = (): void => undefined;
    const over = new Promise<never>((_fulfil, reject) => {
      stopped = () => reject(this.#why ?? new L402NetworkError('The call was aborted', this.signal.reason));
      if (this.signal.aborted) stopped();
      this.signal.addEventListener('abort', stopped);
    });
    try {
      return await Promise.race([work, over]);
    } finally {
      this.signal.removeEventListener('abort', stopped);
    }
  }

  /** Waits so long, or rejects when the time is over before. */
  async pause(millis: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const waited = new Promise<void>((fulfil) => {
      timer = setTimeout(fulfil, millis);
    });
    try {
      await this.within(waited);
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#abortedByCaller);
  }

  readonly #abortedByCaller = (): void => {
    this.#stop(new L402NetworkError('The call was aborted', this.#caller?.reason));
  };

  #stop(why: L402NetworkError): void {
    this.#why ??= why;
    this.#over.abort(why);
  }
}
