import { Injectable } from '@nestjs/common';
import { Clock, limits } from '@turnpike/config';
import type { MerchantId, PaymentHash, Tenant } from '@turnpike/l402';
import { ValidationFailed, WalletNotConfigured } from '@turnpike/problems';
import { HabitsOfConnections, type ConnectionHabits } from './connections/connection-habits.js';
import { ConnectionRepository } from './connections/connection.repository.js';
import { OpenWallets } from './connections/open-wallets.js';
import type { StoredConnection } from './connections/stored-connection.js';
import { WalletAlerts, type AlertMatter } from './connections/wallet-alerts.js';
import { WalletHealth } from './connections/wallet-health.js';
import { CreationGate } from './creation-gate.js';
import type { Deadline } from './deadline.js';
import type { GuardedWallet } from './guarded-wallet.js';
import { InvoicePreimages } from './invoice-preimages.js';
import { isForAnotherWallet, toMintProblem } from './mint-problem.js';
import { ProtocolViolation, WalletError } from './wallet-errors.js';
import type { InvoiceReference, InvoiceState } from './wallet-provider.js';

/** The invoice that a challenge needs. */
export interface ChallengeInvoice {
  /** A UUID, new for every challenge; asking again with it gives the same invoice where the wallet can do that. */
  readonly challengeId: string;
  readonly amountSats: number;
  /** Cut to what the wallet has room for. */
  readonly description: string;
  readonly expirySeconds: number;
  /** Whether the challenge is worth nothing without the wallet's own word that it was paid. */
  readonly needsWord?: boolean;
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

const UNFOLLOWED = {
  settlementPolicy: [
    'The wallet cannot say whether its invoices are paid, so nothing can be sold under the settlement policy `settled`.',
  ],
};

/** Merchants' wallets as the rest of the program knows them: they make invoices and say what became of them. */
@Injectable()
export class Wallets {
  private readonly gate: CreationGate;

  constructor(
    private readonly connections: ConnectionRepository,
    private readonly open: OpenWallets,
    private readonly preimages: InvoicePreimages,
    private readonly health: WalletHealth,
    private readonly alerts: WalletAlerts,
    private readonly habits: HabitsOfConnections,
    clock: Clock,
  ) {
    this.gate = new CreationGate(clock);
  }

  /**
   * Makes the invoice of a new challenge, in test mode in the sandbox, in live mode in the merchant's primary wallet or,
   * where that one would be answered with 503, in his fallback wallet. Throws the problem that the caller is answered.
   */
  async createInvoice(
    tenant: Tenant,
    request: ChallengeInvoice,
    deadline: Deadline,
  ): Promise<AcceptedInvoice> {
    if (tenant.mode === 'test') return this.createInSandbox(tenant, request, deadline);
    const found = await this.connections.findForMint(tenant.merchantId);
    const candidates = found[0]?.role === 'primary' ? found : [];
    let first: WalletError | null = null;
    for (const [index, connection] of candidates.entries()) {
      const isLast = index === candidates.length - 1;
      // A wallet that hangs leaves its successor the rest of the time.
      const own = isLast ? deadline : deadline.atMost(limits.walletCallMillis);
      try {
        return { ...(await this.createAt(connection, tenant, request, own)), usedFallback: index > 0 };
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
   * `unknown`. Invoices that the wallet had no time for are left out. Throws a `WalletError` when it gives no answer.
   */
  async lookUp(
    origin: InvoiceOrigin,
    refs: readonly InvoiceReference[],
    deadline: Deadline,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    if (origin.mode === 'test') return this.open.sandbox(origin).lookUpInvoices(refs, deadline);
    const { merchantId, connectionId } = origin;
    const connection = connectionId === null ? null : await this.connections.find(merchantId, connectionId);
    if (connection === null)
      return new Map(refs.map((ref) => [ref.paymentHash, { is: 'unknown', because: 'not-found' }]));
    const states = await this.noting(merchantId, connection, () =>
      this.open.walletOf(merchantId, connection).lookUpInvoices(refs, deadline),
    );
    if ([...states.values()].some((state) => state.is === 'unknown' && state.because === 'unreadable'))
      this.alerts.raise(merchantId, connection.id, 'unreadable_answer');
    return states;
  }

  /** How invoices that were made in one place are followed. */
  habitsOf({ merchantId, connectionId }: InvoiceOrigin): Promise<ConnectionHabits> {
    return this.habits.of(merchantId, connectionId);
  }

  private async createInSandbox(
    tenant: Tenant,
    request: ChallengeInvoice,
    deadline: Deadline,
  ): Promise<AcceptedInvoice> {
    try {
      const { invoice } = await this.createIn(this.open.sandbox(tenant), tenant, request, deadline);
      return { ...invoice, connectionId: null, usedFallback: false };
    } catch (error) {
      throw error instanceof WalletError ? toMintProblem(error) : error;
    }
  }

  private async createAt(
    connection: StoredConnection,
    tenant: Tenant,
    request: ChallengeInvoice,
    deadline: Deadline,
  ): Promise<Omit<AcceptedInvoice, 'usedFallback'>> {
    const { merchantId } = tenant;
    const { invoice, payee } = await this.noting(merchantId, connection, () => {
      const wallet = this.open.walletOf(merchantId, connection);
      return this.gate.pass(wallet, deadline, () => this.createIn(wallet, tenant, request, deadline));
    });
    if (connection.payee !== null && payee !== connection.payee)
      this.alerts.raise(merchantId, connection.id, 'new_payee');
    return { ...invoice, connectionId: connection.id };
  }

  private async createIn(
    wallet: GuardedWallet,
    tenant: Tenant,
    request: ChallengeInvoice,
    deadline: Deadline,
  ): Promise<{ invoice: Omit<AcceptedInvoice, 'usedFallback' | 'connectionId'>; payee: string }> {
    const { challengeId, amountSats, description, expirySeconds } = request;
    const asked = { challengeId, amountMsat: BigInt(amountSats) * 1000n, description, expirySeconds };
    const ours = wallet.traits.ownPreimage ? this.preimages.forNewInvoice(tenant, challengeId) : null;
    const made = await wallet.createInvoice(
      ours === null ? asked : { ...asked, preimage: ours.preimage },
      deadline,
    );
    if (request.needsWord === true && !made.canBeFollowed) throw new ValidationFailed(UNFOLLOWED);
    const { text, paymentHash, payee } = made.paymentRequest;
    const { expiresAt, providerRef } = made;
    const invoice = {
      paymentRequest: text,
      paymentHash,
      expiresAt,
      providerRef,
      invoiceKid: ours?.kid ?? null,
    };
    return { invoice, payee };
  }

  /** Notes how the call ends: that the wallet answered, that it did not, that its answer is not to be trusted. */
  private async noting<T>(
    merchantId: MerchantId,
    { id }: StoredConnection,
    call: () => Promise<T>,
  ): Promise<T> {
    try {
      const answer = await call();
      this.health.note(merchantId, id, null);
      return answer;
    } catch (error) {
      if (error instanceof WalletError) this.health.note(merchantId, id, error);
      if (error instanceof ProtocolViolation) this.alerts.raise(merchantId, id, matterOf(error));
      throw error;
    }
  }
}

function matterOf({ why }: ProtocolViolation): AlertMatter {
  if (why === 'clock') return 'clock';
  return why === 'payee' ? 'new_payee' : 'invalid_invoice';
}
