import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import {
  decodePaymentRequest,
  InvalidPaymentRequest,
  type PaymentHash,
  type Preimage,
  type Tenant,
} from '@turnpike/l402';
import { NotFound, SandboxInvoiceExpired, SandboxInvoicePaid } from '@turnpike/problems';
import { InvoicePreimages } from '../invoice-preimages.js';
import { SandboxRepository, type SandboxOutcome, type StoredSandboxInvoice } from './sandbox.repository.js';

/**
 * What the sandbox can be told to do with an open invoice. `pay` pays it, and the wallet's word follows after the delay;
 * `unknown` pays it, and the wallet can never tell; `expire` ends it; `fail` is a payment that fails, so it stays open.
 */
export type SandboxInstruction = 'pay' | 'expire' | 'fail' | 'unknown';

/** What came of it. Preimage and time are there if the invoice was paid. */
export interface SandboxReceipt {
  readonly preimage: Preimage | null;
  readonly paymentHash: PaymentHash;
  readonly paidAt: Date | null;
}

/** The payer's side of the sandbox. The only place where a preimage is handed out, and only for a payment. */
@Injectable()
export class SandboxWallet {
  constructor(
    private readonly repository: SandboxRepository,
    private readonly preimages: InvoicePreimages,
    private readonly clock: Clock,
  ) {}

  /**
   * Does something with one of the caller's test invoices. Throws `NotFound` for any other text, `SandboxInvoicePaid` and
   * `SandboxInvoiceExpired` for an invoice that is no longer open. Of two calls at once, one decides.
   */
  async instruct(
    tenant: Tenant,
    paymentRequest: string,
    instruction: SandboxInstruction,
    settleDelaySeconds = 0,
  ): Promise<SandboxReceipt> {
    if (tenant.mode !== 'test') throw new NotFound('Invoice');
    const now = this.clock.now();
    const invoice = await this.findOpen(tenant, hashOf(paymentRequest), now);
    const { paymentHash, challengeId } = invoice;
    if (instruction === 'fail') return { preimage: null, paymentHash, paidAt: null };

    const outcome = outcomeOf(instruction, now, settleDelaySeconds);
    const preimage = outcome.paidAt === null ? null : this.preimages.find(tenant, challengeId, paymentHash);
    if (outcome.paidAt !== null && preimage === null) throw new Error('the invoice key is gone');
    const isDecided = await this.repository.decide(tenant.merchantId, paymentHash, outcome, now);
    if (isDecided) return { preimage, paymentHash, paidAt: outcome.paidAt };
    await this.findOpen(tenant, paymentHash, now);
    throw new SandboxInvoiceExpired();
  }

  private async findOpen(tenant: Tenant, paymentHash: PaymentHash, now: Date): Promise<StoredSandboxInvoice> {
    const [invoice] = await this.repository.find(tenant.merchantId, [paymentHash]);
    if (invoice === undefined) throw new NotFound('Invoice');
    if (invoice.state === 'paid' || invoice.state === 'unknown') throw new SandboxInvoicePaid();
    if (invoice.state === 'expired' || invoice.expiresAt <= now) throw new SandboxInvoiceExpired();
    return invoice;
  }
}

function hashOf(paymentRequest: string): PaymentHash {
  try {
    return decodePaymentRequest(paymentRequest.trim(), 'regtest').paymentHash;
  } catch (error) {
    if (error instanceof InvalidPaymentRequest) throw new NotFound('Invoice');
    throw error;
  }
}

function outcomeOf(
  instruction: Exclude<SandboxInstruction, 'fail'>,
  now: Date,
  settleDelaySeconds: number,
): SandboxOutcome {
  if (instruction === 'expire') return { state: 'expired', paidAt: null, settledAt: null };
  if (instruction === 'unknown') return { state: 'unknown', paidAt: now, settledAt: null };
  return { state: 'paid', paidAt: now, settledAt: new Date(now.getTime() + settleDelaySeconds * 1000) };
}
