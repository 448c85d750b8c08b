import { Injectable } from '@nestjs/common';
import { Merchants } from '@turnpike/merchants';
import type { Principal } from '@turnpike/merchants';
import { accountView, l402StatusView, subscriptionView } from './account-view.js';
import type { AccountView, L402StatusView, SubscriptionView } from './account-view.js';

/** Reads the calling merchant afresh, so that a change by the operator shows at once. */
@Injectable()
export class Account {
  constructor(private readonly merchants: Merchants) {}

  /** The whole account. */
  async me({ merchantId }: Principal): Promise<AccountView> {
    return accountView(await this.merchants.get(merchantId));
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
