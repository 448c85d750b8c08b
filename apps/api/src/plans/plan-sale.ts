import { type Author } from '@turnpike/audit';
import { Clock, limits, type Plan } from '@turnpike/config';
import { type Credential, paidHeaders } from '@turnpike/http402';
import { BuyPlan, canBeGiven, Merchants, planResource, Plans, type Principal } from '@turnpike/merchants';
import { InternalError, ValidationFailed, VerificationUnavailable } from '@turnpike/problems';
import { Injectable } from '@nestjs/common';

import { type SubscriptionView, subscriptionView } from '../account/account-view.js';
import { type Sale, Till } from '../instance-sale/till.js';

/** What a merchant is answered who buys a plan. */
export interface PlanSaleAnswer {
  readonly status: 200 | 402;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: SubscriptionView | object;
}

const RETRY_SECONDS = 2;

/**
 * Sells months of plans to merchants, on the wallet of the merchant who sells for the instance. A credential
 * may be sent as long as a token can live, and its challenge buys one month however often it is; whoever does not send it
 * gets that month when the wallet says that they have paid.
 */
@Injectable()
export class PlanSale {
  constructor(
    private readonly till: Till,
    private readonly buying: BuyPlan,
    private readonly merchants: Merchants,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  /** Asks for payment, or gives what was paid for; `ValidationFailed` for a plan that is not for sale to this merchant. */
  async answer(
    { merchantId }: Principal,
    planId: string,
    credential: Credential | null,
    { protocol, by }: { readonly protocol: string; readonly by: Author },
  ): Promise<PlanSaleAnswer> {
    const plan = this.plans.requireForSale(planId, 'planId');
    const sale: Sale = {
      resource: planResource({ planId: plan.id, merchantId }),
      priceSats: plan.priceSats,
      // Whatever the plan costs by now: what was asked for then has been paid.
      minAmountSats: 1,
      description: `${plan.name}, one month`,
      method: 'POST',
      payer: `merchant:${String(merchantId)}`,
      tokenValiditySeconds: limits.tokenValiditySecondsMax,
      isKnownByPayment: true,
    };
    const beforeAsking = (): Promise<void> => this.requireUse(merchantId, plan);
    const outcome = await this.till.take(sale, credential, { protocol, beforeAsking });
    if ('asked' in outcome) return { status: 402, ...outcome.asked };
    const { paymentHash, amountSats, mppReceipt } = outcome.paid;
    if (paymentHash === null || amountSats === null) throw new InternalError();
    const merchant = await this.buying
      .run(merchantId, { plan, paymentHash, amountSats }, by)
      .catch((cause: unknown) => {
        // Paid is paid: the same call again will do it.
        throw new VerificationUnavailable(null, RETRY_SECONDS, cause);
      });
    return {
      status: 200,
      headers: paidHeaders(mppReceipt),
      body: subscriptionView(this.plans.standing(merchant, this.clock.now())),
    };
  }

  /** Nobody is to pay for a month of what he has without an end, for one in the place of that, or for more than can be given. */
  private async requireUse(merchantId: Principal['merchantId'], plan: Plan): Promise<void> {
    const merchant = await this.merchants.get(merchantId);
    const { before, end } = this.plans.course(merchant);
    if (before.planTier === plan.id && end === null)
      throw new ValidationFailed({ planId: ['planId names the plan that you have, and it has no end'] });
    if (this.plans.wouldEnd(merchant, plan))
      throw new ValidationFailed({
        planId: [
          `planId names a plan for a month, and yours, ${before.plan.name}, has no end: ask the operator`,
        ],
      });
    if (!canBeGiven(plan, before.plan, merchant, this.clock.now()))
      throw new ValidationFailed({ planId: ['planId names a plan that you have paid for years ahead'] });
  }
}
