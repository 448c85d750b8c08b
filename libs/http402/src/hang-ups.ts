/** How many hang-ups of a credential are forgiven, and of how many credentials they are known. */
export interface HangUpBounds {
  readonly forgivenMax: number;
  readonly credentialsMax: number;
}

/**
 * How often the payers of credentials hung up before there was an answer. A use is given back for it, as nothing reached the
 * payer, but a few times only for each credential, so that one use does not buy any amount of work. Counts what this process
 * saw, and forgets the oldest credentials first.
 */
export class HangUps {
  readonly #bounds: HangUpBounds;
  readonly #times = new Map<string, number>();

  /** Forgives so many, of so many credentials. */
  constructor(bounds: HangUpBounds) {
    this.#bounds = bounds;
  }

  /** Counts one more of a credential, by its payment hash in hex; whether its use is to be given back. */
  isForgiven(paymentHash: string): boolean {
    const times = (this.#times.get(paymentHash) ?? 0) + 1;
    this.#times.delete(paymentHash);
    this.#times.set(paymentHash, times);
    const [oldest] = this.#times.keys();
    if (this.#times.size > this.#bounds.credentialsMax && oldest !== undefined) this.#times.delete(oldest);
    return times <= this.#bounds.forgivenMax;
  }
}
