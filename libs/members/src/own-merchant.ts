import { Injectable } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { Merchants, Plans } from '@turnpike/merchants';
import { auditAccount } from './audit-account.js';
import { addMember, hasMembers, membershipsOf } from './member.repository.js';
import { newMerchant } from './new-merchant.js';
import type { StoredUser } from './user.repository.js';

/** Gives somebody who has shown that an address is theirs the merchant that belongs to it. */
@Injectable()
export class OwnMerchant {
  constructor(
    private readonly merchants: Merchants,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the user the owner of the merchant with their address, if that has no member yet; and with `name`, of a new one if
   * they have none at all. In the caller's transaction, which `EmailTaken` ends if such a merchant is made in between.
   */
  async claim(tx: TransactionClient, user: StoredUser, name: string | null, by: Author): Promise<void> {
    const now = this.clock.now();
    const merchant = await this.merchants.findByEmail(user.email, tx);
    if (merchant !== null) {
      if (await hasMembers(tx, merchant.merchantId)) return;
      await this.own(tx, merchant.merchantId, user, by, now);
      return;
    }
    if (name === null || (await membershipsOf(tx, user.id, 1)).length > 0) return;
    const wish = newMerchant('free', { name, email: user.email }, this.plans);
    const { merchantId } = await this.merchants.createKeyless(tx, wish, by);
    await this.own(tx, merchantId, user, by, now);
  }

  private async own(
    tx: TransactionClient,
    merchantId: MerchantId,
    user: StoredUser,
    by: Author,
    now: Date,
  ): Promise<void> {
    await addMember(tx, merchantId, user.id, 'owner', now);
    await auditAccount(tx, { by, merchantId }, 'member.join', user.id, now, { role: 'owner' });
  }
}
