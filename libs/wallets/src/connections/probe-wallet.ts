import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, limits } from '@turnpike/config';
import type { Network, Tenant } from '@turnpike/l402';
import { Deadline } from '../deadline.js';
import type { GuardedInvoice, GuardedWallet } from '../guarded-wallet.js';
import { InvoicePreimages } from '../invoice-preimages.js';
import { ProviderRegistry } from '../provider-registry.js';
import { Rejected } from '../wallet-errors.js';
import type { InvoiceRequest } from '../wallet-provider.js';

/** What trying a wallet out has shown. */
export interface ProbeFindings {
  readonly network: Network;
  /** False if live keys may not use this network; then no invoice was made. */
  readonly isAllowedNetwork: boolean;
  /** The public key that signed the invoice of the probe; null if the wallet makes none as small as that. */
  readonly payee: string | null;
  /** Rights beyond making and looking up invoices. */
  readonly excessPermissions: readonly string[];
  /** Words for what could not be shown. */
  readonly doubts: readonly string[];
}

const ONE_SAT_MSAT = 1_000n;
const EXPIRY_SECONDS = 120;
const DESCRIPTION = 'Turnpike connection check';

/**
 * Tries a wallet out for real: asks what its credential may do, has it make an invoice over one satoshi that passes every
 * check, and looks that invoice up. Nobody pays it.
 */
@Injectable()
export class ProbeWallet {
  constructor(
    private readonly registry: ProviderRegistry,
    private readonly preimages: InvoicePreimages,
    private readonly clock: Clock,
  ) {}

  /** Throws a `WalletError` if the wallet cannot be used. Ends within the time of a check. */
  async run(wallet: GuardedWallet, tenant: Tenant): Promise<ProbeFindings> {
    const deadline = Deadline.in(limits.walletCheckMillis);
    const { network, excessPermissions } = await wallet.checkConnection(deadline);
    if (!this.registry.networksOf(tenant).includes(network))
      return { network, isAllowedNetwork: false, payee: null, excessPermissions, doubts: [] };
    const made = await this.makeInvoice(wallet, tenant, deadline);
    const common = { network, isAllowedNetwork: true, excessPermissions };
    if (made === null) return { ...common, payee: null, doubts: ['minimum_above_one_sat'] };
    const { payee } = made.paymentRequest;
    const isRead = await this.isReadBack(wallet, made, deadline);
    return { ...common, payee, doubts: isRead ? [] : ['look_up_unproven'] };
  }

  private async makeInvoice(
    wallet: GuardedWallet,
    tenant: Tenant,
    deadline: Deadline,
  ): Promise<GuardedInvoice | null> {
    const challengeId = randomUUID();
    const asked: InvoiceRequest = {
      challengeId,
      amountMsat: ONE_SAT_MSAT,
      description: DESCRIPTION,
      expirySeconds: EXPIRY_SECONDS,
    };
    const { preimage } = this.preimages.forNewInvoice(tenant, challengeId);
    try {
      return await wallet.createInvoice(wallet.traits.ownPreimage ? { ...asked, preimage } : asked, deadline);
    } catch (error) {
      if (error instanceof Rejected && error.member === 'amount') return null;
      throw error;
    }
  }

  private async isReadBack(
    wallet: GuardedWallet,
    made: GuardedInvoice,
    deadline: Deadline,
  ): Promise<boolean> {
    const { paymentHash, text } = made.paymentRequest;
    const { providerRef, expiresAt } = made;
    const reference = {
      paymentHash,
      providerRef,
      paymentRequest: text,
      createdAt: this.clock.now(),
      expiresAt,
    };
    const states = await wallet.lookUpInvoices([reference], deadline);
    return states.get(paymentHash)?.is === 'open';
  }
}
