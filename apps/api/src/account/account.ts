import { Injectable } from '@nestjs/common';
import { Merchants } from '@turnpike/merchants';
import type { Principal } from '@turnpike/merchants';
import { WalletConnections } from '@turnpike/wallets';
import { WebhookEndpoints } from '@turnpike/webhooks';
import { accountView, l402StatusView, subscriptionView } from './account-view.js';
import type { AccountView, L402StatusView, SubscriptionView } from './account-view.js';

/** Reads the calling merchant afresh, so that a change by the operator shows at once. */
@Injectable()
export class Account {
  constructor(
    private readonly merchants: Merchants,
    private readonly wallets: WalletConnections,
    private readonly webhooks: WebhookEndpoints,
  ) {}

  /** The whole account. Its wallets are those of live mode, whatever the mode of the key; its webhooks those of that mode. */
  async me(principal: Principal): Promise<AccountView> {
    const { merchantId } = principal;
    const [merchant, wallets, hasWebhookUrl] = await Promise.all([
      this.merchants.get(merchantId),
      this.wallets.list(merchantId),
      this.webhooks.hasAny(principal),
    ]);
    return accountView(merchant, { wallets, hasWebhookUrl });
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
