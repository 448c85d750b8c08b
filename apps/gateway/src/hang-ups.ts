import { gatewayBounds } from './gateway-bounds.js';

/**
 * How often the payers of credentials hung up before there was an answer. A use is given back for it, as nothing reached the
 * payer, but a few times only for each credential, so that one use does not buy any amount of an upstream's work. Counts what
 * this process saw, and forgets the oldest credentials first.
 */
export class HangUps {
  private readonly times = new Map<string, number>();

  /** Counts one more of a credential, by its payment hash in hex; whether its use is to be given back. */
  isForgiven(paymentHash: string): boolean {
    const { hangUpsForgivenMax, hangUpCredentialsMax } = gatewayBounds;
    const times = (this.times.get(paymentHash) ?? 0) + 1;
    this.times.delete(paymentHash);
    this.times.set(paymentHash, times);
    const [oldest] = this.times.keys();
    if (this.times.size > hangUpCredentialsMax && oldest !== undefined) this.times.delete(oldest);
    return times <= hangUpsForgivenMax;
  }
}
