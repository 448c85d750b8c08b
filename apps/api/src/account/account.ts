import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { Merchants, Plans } from '@turnpike/merchants';
import type { MerchantRecord, Principal, SubscriptionStanding } from '@turnpike/merchants';
import { Proxies } from '@turnpike/proxies';
import { WalletConnections } from '@turnpike/wallets';
import { WebhookEndpoints } from '@turnpike/webhooks';
import { accountView, l402StatusView, subscriptionView } from './account-view.js';
import type { AccountView, L402StatusView, SubscriptionView } from './account-view.js';

/** Reads the calling merchant afresh, so that a change by the operator shows at once; its plan as it stands now. */
@Injectable()
export class Account {
  constructor(
    private readonly merchants: Merchants,
    private readonly wallets: WalletConnections,
    private readonly webhooks: WebhookEndpoints,
    private readonly proxies: Proxies,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  /** The whole account. Its wallets are those of live mode, whatever the mode of the key; its webhooks those of that mode. */
  async me(principal: Principal): Promise<AccountView> {
    const { merchantId } = principal;
    const [merchant, wallets, hasWebhookUrl, proxies] = await Promise.all([
      this.merchants.get(merchantId),
      this.wallets.list(merchantId),
      this.webhooks.hasAny(principal),
      this.proxies.standing(principal),
    ]);
    return accountView(merchant, this.standing(merchant), { wallets, hasWebhookUrl, proxies });
  }

  /** Whether it may sell. */
  async l402Status({ merchantId }: Principal): Promise<L402StatusView> {
    const merchant = await this.merchants.get(merchantId);
    return l402StatusView(merchant, this.standing(merchant));
  }

  /** Where its plan stands. */
  async subscription({ merchantId }: Principal): Promise<SubscriptionView> {
    return subscriptionView(this.standing(await this.merchants.get(merchantId)));
  }

  private standing(merchant: MerchantRecord): SubscriptionStanding {
    return this.plans.standing(merchant, this.clock.now());
  }
}
