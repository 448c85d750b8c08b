import { Inject, Injectable } from '@nestjs/common';
import type { AuditDetail, Author } from '@turnpike/audit';
import { Clock, ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { AuthoredKeys, Merchants, Plans } from '@turnpike/merchants';
import { MerchantMadeByPayment } from '@turnpike/problems';
import { auditAccount } from './audit-account.js';
import { addMember, hasMembers, holdRole, membershipsOf } from './member.repository.js';
import { newMerchant } from './new-merchant.js';
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
    private readonly keys: AuthoredKeys,
    private readonly plans: Plans,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Makes the user the owner of the merchant with their address, if that has no member yet; and with `name`, of a new one if
   * they have none at all. A payment shows nothing of an address, so what it made is theirs only with one of its keys, whoever
   * its maker has let in: `MerchantMadeByPayment` otherwise, unless they start afresh. In the caller's transaction, which
   * `EmailTaken` ends if a merchant with that address is made in between.
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
    const { merchantId } = merchant;
    if (!merchant.isEmailUnconfirmed) {
      if (!(await hasMembers(tx, merchantId))) await this.own(tx, merchantId, user, by);
      return;
    }
    if ((await holdRole(tx, merchantId, user.id)) !== null) return;
    if (claim.merchantId === merchantId) return this.takeOver(tx, merchantId, user, by);
    if (!claim.startAfresh) throw new MerchantMadeByPayment();
    await this.merchants.giveUpEmail(tx, merchantId, by);
    const isFree = this.env.signUp?.includes('free') ?? false;
    await this.begin(tx, user, isFree ? (name ?? user.name) : null, by);
  }

  /** The keys that came with the payment are theirs from now on, and end with them if asked. */
  private async takeOver(
    tx: TransactionClient,
    merchantId: MerchantId,
    user: StoredUser,
    by: Author,
  ): Promise<void> {
    await this.merchants.confirmEmail(tx, merchantId);
    const keyIds = await this.keys.adopt(tx, merchantId, user.id);
    await this.own(tx, merchantId, user, by, { keyIds });
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
    more: AuditDetail = {},
  ): Promise<void> {
    const now = this.clock.now();
    await addMember(tx, merchantId, user.id, 'owner', now);
    await auditAccount(tx, { by, merchantId }, 'member.join', user.id, now, { role: 'owner', ...more });
  }
}
