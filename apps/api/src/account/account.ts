import { Injectable } from '@nestjs/common';
import { Merchants } from '@turnpike/merchants';
import type { Principal } from '@turnpike/merchants';
import { WalletConnections } from '@turnpike/wallets';
import { accountView, l402StatusView, subscriptionView } from './account-view.js';
import type { AccountView, L402StatusView, SubscriptionView } from './account-view.js';

/** Reads the calling merchant afresh, so that a change by the operator shows at once. */
@Injectable()
export class Account {
  constructor(
    private readonly merchants: Merchants,
    private readonly wallets: WalletConnections,
  ) {}

  /** The whole account. Its wallets are those of live mode, whatever the mode of the key. */
  async me({ merchantId }: Principal): Promise<AccountView> {
    const [merchant, wallets] = await Promise.all([
      this.merchants.get(merchantId),
      this.wallets.list(merchantId),
    ]);
    return accountView(merchant, wallets);
  }

  /** Whether it may sell. */
  async l402Status({ merchantId }: Principal): Promise<L402StatusView> {
    return l402StatusView(await this.merchants.get(merchantId));
  }

  /** Where its plan stands. */
  async subscription({ merchantId }: Principal): Promise<SubscriptionView> {
    return subscriptionView(await this.merchants.get(merchantId));
  }
}
