import { Inject, Injectable } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { Clock, ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { Merchants, Plans } from '@turnpike/merchants';
import type { MerchantRecord } from '@turnpike/merchants';
import { MerchantMadeByPayment } from '@turnpike/problems';
import { auditAccount } from './audit-account.js';
import { addMember, hasMembers, membershipsOf } from './member.repository.js';
import { newMerchant } from './new-merchant.js';
import { isMadeByPayment } from './paid-sign-up.repository.js';
import type { StoredUser } from './user.repository.js';

/** What somebody shows, or says, about a merchant that a payment made with their address. */
export interface PaidClaim {
  /** The merchant of which they have shown a live key; null for none. */
  readonly merchantId: MerchantId | null;
  /** Whether they give it up, so that it keeps nothing of theirs. */
  readonly startAfresh: boolean;
}

/** Gives somebody who has shown that an address is theirs the merchant that belongs to it. */
@Injectable()
export class OwnMerchant {
  constructor(
    private readonly merchants: Merchants,
    private readonly plans: Plans,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Makes the user the owner of the merchant with their address, if that has no member yet; and with `name`, of a new one if
   * they have none at all. A payment shows nothing of an address, so what it made is theirs only with one of its keys:
   * `MerchantMadeByPayment` otherwise, unless they start afresh. In the caller's transaction, which `EmailTaken` ends if a
   * merchant with that address is made in between.
   */
  async claim(
    tx: TransactionClient,
    user: StoredUser,
    name: string | null,
    claim: PaidClaim,
    by: Author,
  ): Promise<void> {
    const merchant = await this.merchants.findByEmail(user.email, tx);
    if (merchant === null) return this.begin(tx, user, name, by);
    if (await hasMembers(tx, merchant.merchantId)) return;
    if (!(await this.isTheirs(tx, merchant, claim))) {
      if (!claim.startAfresh) throw new MerchantMadeByPayment();
      await this.merchants.giveUpEmail(tx, merchant.merchantId, by);
      const isFree = this.env.signUp?.includes('free') ?? false;
      return this.begin(tx, user, isFree ? (name ?? user.name) : null, by);
    }
    await this.own(tx, merchant.merchantId, user, by);
  }

  private async isTheirs(
    tx: TransactionClient,
    { merchantId }: MerchantRecord,
    claim: PaidClaim,
  ): Promise<boolean> {
    return claim.merchantId === merchantId || !(await isMadeByPayment(tx, merchantId));
  }

  private async begin(
    tx: TransactionClient,
    user: StoredUser,
    name: string | null,
    by: Author,
  ): Promise<void> {
    if (name === null || (await membershipsOf(tx, user.id, 1)).length > 0) return;
    const wish = newMerchant('free', { name, email: user.email }, this.plans);
    const { merchantId } = await this.merchants.createKeyless(tx, wish, by);
    await this.own(tx, merchantId, user, by);
  }

  private async own(
    tx: TransactionClient,
    merchantId: MerchantId,
    user: StoredUser,
    by: Author,
  ): Promise<void> {
    const now = this.clock.now();
    await addMember(tx, merchantId, user.id, 'owner', now);
    await auditAccount(tx, { by, merchantId }, 'member.join', user.id, now, { role: 'owner' });
  }
}
