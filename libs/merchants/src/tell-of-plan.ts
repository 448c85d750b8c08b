import { appendOutbox } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantRecord } from './merchant.js';

/** What moved a merchant's plan; `end` is the end of its trial or paid period. */
export type PlanChangeCause = 'operator' | 'purchase' | 'end';

/** Writes `plan.changed` into the caller's transaction, unless plan, status and ends are what they were. */
export async function tellOfPlan(
  tx: TransactionClient,
  before: MerchantRecord,
  after: MerchantRecord,
  cause: PlanChangeCause,
  now: Date,
): Promise<void> {
  if (!isChanged(before, after)) return;
  const { merchantId, planTier, subscriptionStatus, trialEndsAt, currentPeriodEnd } = after;
  await appendOutbox(tx, {
    merchantId,
    mode: 'live',
    type: 'plan.changed',
    data: {
      mode: 'live',
      merchantId,
      planTier,
      previousPlanTier: before.planTier,
      subscriptionStatus,
      trialEndsAt: trialEndsAt?.toISOString() ?? null,
      currentPeriodEnd: currentPeriodEnd?.toISOString() ?? null,
      cause,
    },
    occurredAt: now,
  });
}

function isChanged(before: MerchantRecord, after: MerchantRecord): boolean {
  return (
    before.planTier !== after.planTier ||
    before.subscriptionStatus !== after.subscriptionStatus ||
    before.trialEndsAt?.getTime() !== after.trialEndsAt?.getTime() ||
    before.currentPeriodEnd?.getTime() !== after.currentPeriodEnd?.getTime()
  );
}
