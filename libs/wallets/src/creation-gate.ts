import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '@turnpike/config';
import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { ConnectionBreaker } from './connection-breaker.js';
import type { Deadline } from './deadline.js';
import type { GuardedWallet } from './guarded-wallet.js';
import { isOurOwn, ProtocolViolation, Rejected, Unavailable, WalletError } from './wallet-errors.js';
import type { InvoiceReference } from './wallet-provider.js';

/**
 * Stands before the making of invoices, a breaker for each wallet of this process: one that has failed again and again is
 * not asked for a while, and then a look-up finds out whether it is back, never an invoice. A wallet whose credentials
 * change is another one.
 */
export class CreationGate {
  private readonly breakers = new WeakMap<GuardedWallet, ConnectionBreaker>();
  private readonly probing = new WeakSet<GuardedWallet>();

  constructor(private readonly clock: Clock) {}

  /** Makes an invoice through the gate; throws `Unavailable`, with the time to wait, while it is shut. */
  async pass<T>(wallet: GuardedWallet, deadline: Deadline, create: () => Promise<T>): Promise<T> {
    const breaker = this.breakers.get(wallet) ?? new ConnectionBreaker();
    this.breakers.set(wallet, breaker);
    const now = this.clock.now();
    const shutUntil = breaker.openUntil(now);
    if (shutUntil !== null)
      throw new Unavailable(Math.max(1, Math.ceil((shutUntil.getTime() - now.getTime()) / 1000)), 'us');
    if (breaker.isHalfOpen(now)) await this.probe(wallet, breaker, deadline);
    try {
      const made = await create();
      breaker.succeeded();
      return made;
    } catch (error) {
      if (isFailure(error)) breaker.failed(error, this.clock.now());
      else if (error instanceof ProtocolViolation || error instanceof Rejected) breaker.succeeded();
      throw error;
    }
  }

  private async probe(wallet: GuardedWallet, breaker: ConnectionBreaker, deadline: Deadline): Promise<void> {
    if (this.probing.has(wallet)) throw new Unavailable(1, 'us');
    this.probing.add(wallet);
    try {
      await wallet.lookUpInvoices([strangeInvoice(this.clock.now())], deadline);
      breaker.succeeded();
    } catch (error) {
      if (isFailure(error)) breaker.failed(error, this.clock.now());
      throw error;
    } finally {
      this.probing.delete(wallet);
    }
  }
}

/** Whether the wallet gave no answer, as against an answer that is of no use and a call that was not made. */
function isFailure(error: unknown): error is WalletError {
  if (isOurOwn(error)) return false;
  return error instanceof WalletError && !(error instanceof ProtocolViolation || error instanceof Rejected);
}

/** An invoice that no wallet has: to look it up tells whether the wallet answers and whether we may ask. */
export function strangeInvoice(now: Date): InvoiceReference {
  const paymentHash = parsePaymentHash(randomBytes(32).toString('hex')) as PaymentHash;
  const expiresAt = new Date(now.getTime() + 60_000);
  return { paymentHash, providerRef: randomUUID(), paymentRequest: '', createdAt: now, expiresAt };
}
