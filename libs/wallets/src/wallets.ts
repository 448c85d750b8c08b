import { Injectable } from '@nestjs/common';
import { limits } from '@turnpike/config';
import type { PaymentHash, Tenant } from '@turnpike/l402';
import { WalletNotConfigured } from '@turnpike/problems';
import type { Deadline } from './deadline.js';
import type { GuardedWallet } from './guarded-wallet.js';
import { InvoicePreimages } from './invoice-preimages.js';
import { isForAnotherWallet, toMintProblem } from './mint-problem.js';
import { WalletConnections } from './wallet-connections.js';
import { WalletError } from './wallet-errors.js';
import type { InvoiceReference, InvoiceState } from './wallet-provider.js';

/** The invoice that a challenge needs. */
export interface ChallengeInvoice {
  /** A UUID, new for every challenge; asking again with it gives the same invoice where the wallet can do that. */
  readonly challengeId: string;
  readonly amountSats: number;
  /** Cut to what the wallet has room for. */
  readonly description: string;
  readonly expirySeconds: number;
}

/** An invoice that passed every check, and what has to be remembered to look it up. */
export interface AcceptedInvoice {
  readonly paymentRequest: string;
  readonly paymentHash: PaymentHash;
  readonly expiresAt: Date;
  readonly providerRef: string;
  /** Null for the sandbox. */
  readonly connectionId: string | null;
  /** The invoice key that the preimage comes from; null if the wallet chose it. */
  readonly invoiceKid: number | null;
  /** True if the primary wallet could not make it. */
  readonly usedFallback: boolean;
}

/** Where an invoice was made. */
export interface InvoiceOrigin extends Tenant {
  /** Null for the sandbox. */
  readonly connectionId: string | null;
}

interface Candidate {
  readonly connectionId: string | null;
  readonly open: () => GuardedWallet;
}

/** Merchants' wallets as the rest of the program knows them: they make invoices and say what became of them. */
@Injectable()
export class Wallets {
  constructor(
    private readonly connections: WalletConnections,
    private readonly preimages: InvoicePreimages,
  ) {}

  /**
   * Makes the invoice of a new challenge, in test mode in the sandbox, in live mode in the merchant's primary wallet or,
   * where that one would be answered with 503, in his fallback wallet. Throws the problem that the caller is answered.
   */
  async createInvoice(
    tenant: Tenant,
    request: ChallengeInvoice,
    deadline: Deadline,
  ): Promise<AcceptedInvoice> {
    const candidates = await this.candidatesFor(tenant);
    let first: WalletError | null = null;
    for (const [index, candidate] of candidates.entries()) {
      const isLast = index === candidates.length - 1;
      // A wallet that hangs leaves its successor the rest of the time.
      const own = isLast ? deadline : deadline.atMost(limits.walletCallMillis);
      try {
        return { ...(await this.createIn(candidate, tenant, request, own)), usedFallback: index > 0 };
      } catch (error) {
        if (!(error instanceof WalletError)) throw error;
        first ??= error;
        if (!isForAnotherWallet(error)) break;
      }
    }
    throw first === null ? new WalletNotConfigured() : toMintProblem(first);
  }

  /**
   * The wallet's word on invoices that were made in one place. If that place is gone, nobody can tell, so all are
   * `unknown`. Throws a `WalletError` when the wallet gives no answer.
   */
  async lookUp(
    origin: InvoiceOrigin,
    refs: readonly InvoiceReference[],
    deadline: Deadline,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    const wallet = await this.walletAt(origin);
    if (wallet !== null) return wallet.lookUpInvoices(refs, deadline);
    return new Map(refs.map((ref) => [ref.paymentHash, { is: 'unknown', because: 'not-found' }]));
  }

  private async candidatesFor(tenant: Tenant): Promise<Candidate[]> {
    if (tenant.mode === 'test') {
      return [{ connectionId: null, open: () => this.connections.sandbox(tenant) }];
    }
    const found = await this.connections.findForMint(tenant.merchantId);
    return found.map((connection) => ({
      connectionId: connection.id,
      open: () => this.connections.walletOf(tenant, connection),
    }));
  }

  private async createIn(
    { connectionId, open }: Candidate,
    tenant: Tenant,
    request: ChallengeInvoice,
    deadline: Deadline,
  ): Promise<Omit<AcceptedInvoice, 'usedFallback'>> {
    const wallet = open();
    const { challengeId, amountSats, description, expirySeconds } = request;
    const asked = { challengeId, amountMsat: BigInt(amountSats) * 1000n, description, expirySeconds };
    const ours = wallet.traits.ownPreimage ? this.preimages.forNewInvoice(tenant, challengeId) : null;
    const made = await wallet.createInvoice(
      ours === null ? asked : { ...asked, preimage: ours.preimage },
      deadline,
    );
    return {
      paymentRequest: made.paymentRequest.text,
      paymentHash: made.paymentRequest.paymentHash,
      expiresAt: made.expiresAt,
      providerRef: made.providerRef,
      connectionId,
      invoiceKid: ours?.kid ?? null,
    };
  }

  private async walletAt(origin: InvoiceOrigin): Promise<GuardedWallet | null> {
    if (origin.mode === 'test') return this.connections.sandbox(origin);
    if (origin.connectionId === null) return null;
    const connection = await this.connections.find(origin.merchantId, origin.connectionId);
    return connection === null ? null : this.connections.walletOf(origin, connection);
  }
}
