import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import { Merchants } from '@turnpike/merchants';
import { addMember, hasMembers, membershipsOf } from './member.repository.js';
import { newMerchant } from './new-merchant.js';
import type { StoredUser } from './user.repository.js';

/** Gives somebody who has shown that an address is theirs the merchant that belongs to it. */
@Injectable()
export class OwnMerchant {
  constructor(
    private readonly merchants: Merchants,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the user the owner of the merchant with their address, if that has no member yet; and with `name`, of a new one if
   * they have none at all. In the caller's transaction, which `EmailTaken` ends if such a merchant is made in between.
   */
  async claim(tx: TransactionClient, user: StoredUser, name: string | null): Promise<void> {
    const now = this.clock.now();
    const merchant = await this.merchants.findByEmail(user.email, tx);
    if (merchant !== null) {
      if (await hasMembers(tx, merchant.merchantId)) return;
      await addMember(tx, merchant.merchantId, user.id, 'owner', now);
      return;
    }
    if (name === null || (await membershipsOf(tx, user.id, 1)).length > 0) return;
    const made = await this.merchants.createWithin(tx, newMerchant('free', { name, email: user.email }, now));
    await addMember(tx, made.merchant.merchantId, user.id, 'owner', now);
  }
}
