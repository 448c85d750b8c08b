import { Injectable } from '@nestjs/common';
import { appendAuditEntry, SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { Plan } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { NotFound } from '@turnpike/problems';
import { MerchantChanges } from './merchant-changes.js';
import type { MerchantRecord } from './merchant.js';
import { MerchantRepository } from './merchant.repository.js';
import { insertPurchase } from './plan-purchase.repository.js';
import { Plans } from './plans.js';
import { purchasedEnd } from './purchased-end.js';
import { tellOfPlan } from './tell-of-plan.js';

/** What was paid for: a month of this plan, by the challenge with this payment hash. */
export interface PaidPlan {
  readonly plan: Plan;
  /** 64 hex digits. */
  readonly paymentHash: string;
  readonly amountSats: number;
}

/** Gives a merchant the month of a plan that it has paid for, once for each paid challenge, however often it is asked. */
@Injectable()
export class BuyPlan {
  constructor(
    private readonly repository: MerchantRepository,
    private readonly plans: Plans,
    private readonly changes: MerchantChanges,
    private readonly clock: Clock,
  ) {}

  /** The merchant as it then is; as it is anyway if that challenge was counted before. Whether it was paid is known by then. */
  async run(merchantId: MerchantId, paid: PaidPlan, by: Author = SYSTEM): Promise<MerchantRecord> {
    const merchant = await this.repository.transaction((tx) => this.give(tx, merchantId, paid, by));
    await this.changes.announce(merchantId);
    return merchant;
  }

  // The merchant's row is held first, so that two challenges that come at once are two months.
  private async give(
    tx: TransactionClient,
    merchantId: MerchantId,
    paid: PaidPlan,
    by: Author,
  ): Promise<MerchantRecord> {
    const { plan, paymentHash, amountSats } = paid;
    const before = await this.repository.hold(tx, merchantId);
    if (before === null) throw new NotFound('Merchant');
    const now = this.clock.now();
    const currentPeriodEnd = purchasedEnd(plan, this.plans.of(before.planTier), before, now);
    // What has no end keeps none; the purchase is on record all the same.
    const periodEnd = currentPeriodEnd ?? now;
    const purchase = { paymentHash, planTier: plan.id, amountSats, periodEnd, purchasedAt: now };
    if (!(await insertPurchase(tx, merchantId, purchase))) return before;
    // Given by the operator since payment was asked for; what was paid for waits until that has an end.
    if (this.plans.wouldEnd(before, plan))
      throw new Error(`a month of ${plan.id} would take the place of ${before.planTier}, which has no end`);
    // A trial of another plan is none of this one.
    const trial = before.planTier === plan.id ? {} : { trialEndsAt: null };
    const fields = { planTier: plan.id, subscriptionStatus: 'active', currentPeriodEnd, ...trial };
    const after = await this.repository.update(tx, merchantId, fields);
    if (after === null) throw new NotFound('Merchant');
    await tellOfPlan(tx, before, after, 'purchase', now);
    const detail = { paymentHash, amountSats, currentPeriodEnd: currentPeriodEnd?.toISOString() ?? null };
    const change = { action: 'subscription.buy', target: plan.id, detail } as const;
    await appendAuditEntry(tx, by, { merchantId, mode: null, ...change, at: now });
    return after;
  }
}
