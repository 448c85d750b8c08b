import { CredentialInvalid, RateLimited, Unavailable, type WalletError } from './wallet-errors.js';

const FAILURES_TO_OPEN = 5;
const PAUSE_MILLIS_MIN = 5_000;
const PAUSE_MILLIS_MAX = 300_000;

/**
 * Spares a wallet that does not answer, and those who would wait for it. It opens after five failures in a row, with
 * growing pauses, and at once when the wallet refuses the credential or wants fewer calls; when the pause is over one
 * look-up finds out.
 */
export class ConnectionBreaker {
  private failures = 0;
  private openUntilMs = 0;

  /** `random` gives numbers from 0 to 1; pauses are shortened by up to a fifth so that many do not end together. */
  constructor(private readonly random: () => number = Math.random) {}

  /** Whether nothing has failed since the last success. */
  get isSound(): boolean {
    return this.failures === 0;
  }

  /** Whether it was open and its pause is over: then one look-up has to find out before anything else is asked. */
  isHalfOpen(now: Date): boolean {
    return this.openUntilMs > 0 && now.getTime() >= this.openUntilMs;
  }

  /** Until when the wallet must not be asked; null if it may be. */
  openUntil(now: Date): Date | null {
    return now.getTime() < this.openUntilMs ? new Date(this.openUntilMs) : null;
  }

  /** The wallet gave an answer, whatever it was. */
  succeeded(): void {
    this.failures = 0;
    this.openUntilMs = 0;
  }

  /** The wallet gave none. Answers the moment before which it must not be asked again. */
  failed(error: WalletError, now: Date): Date {
    this.failures += 1;
    const notBefore = new Date(now.getTime() + this.pauseMillis(error));
    if (this.opens(error)) this.openUntilMs = notBefore.getTime();
    return notBefore;
  }

  private opens(error: WalletError): boolean {
    return (
      this.failures >= FAILURES_TO_OPEN || error instanceof CredentialInvalid || error instanceof RateLimited
    );
  }

  private pauseMillis(error: WalletError): number {
    if (error instanceof RateLimited) return error.retryAfterSeconds * 1000;
    const growing = this.growingMillis(error);
    const asked = error instanceof Unavailable ? error.retryAfterSeconds * 1000 : 0;
    return Math.max(asked, Math.round(growing * (1 - this.random() / 5)));
  }

  private growingMillis(error: WalletError): number {
    if (error instanceof CredentialInvalid) return PAUSE_MILLIS_MAX;
    const doublings = Math.max(0, this.failures - FAILURES_TO_OPEN);
    return Math.min(PAUSE_MILLIS_MIN * 2 ** Math.min(doublings, 10), PAUSE_MILLIS_MAX);
  }
}
