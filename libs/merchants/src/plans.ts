import { Inject, Injectable } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import type { Env, Plan } from '@turnpike/config';
import { ValidationFailed } from '@turnpike/problems';
import { standingAfter, standingBefore, subscriptionEnd } from './subscription-standing.js';
import type { Subscription, SubscriptionStanding } from './subscription-standing.js';

const FREE = 'free';

/** The plans of this instance, and where merchants stand with them. */
@Injectable()
export class Plans {
  /** All plans, in the order of the configuration. */
  readonly offered: readonly Plan[];
  /** What a new merchant gets. */
  readonly default: Plan;
  /** What others fall back to when their time is over; `null` if they lapse. */
  readonly free: Plan | null;
  /** Where a merchant can choose another plan; `null` if the instance has no public address, or one plan that is not for sale. */
  readonly upgradeUrl: string | null;
  /** Whether merchants can buy one here: some has a price, and somebody sells for the instance. */
  readonly areSold: boolean;

  constructor(@Inject(ENV) env: Env) {
    this.offered = env.plans;
    this.default = this.named(env.defaultPlan);
    this.free = this.offered.find(({ id }) => id === FREE) ?? null;
    this.areSold = env.operatorMerchant !== null && this.offered.some(isForSale);
    const mayChoose = env.publicUrl !== null && (this.offered.length > 1 || this.areSold);
    this.upgradeUrl = mayChoose ? `${env.publicUrl}/dashboard/plan` : null;
  }

  /** The plan of this id; `ValidationFailed`, about the member that it came in, if there is none. */
  require(id: string, member: string): Plan {
    const plan = this.offered.find((one) => one.id === id);
    if (plan !== undefined) return plan;
    throw new ValidationFailed({ [member]: [`${member} must be one of: ${this.ids(this.offered)}`] });
  }

  /** The plan of this id as `require` gives it, if merchants can buy it. */
  requireForSale(id: string, member: string): Plan & { readonly priceSats: number } {
    const forSale = this.offered.filter(isForSale);
    const plan = forSale.find((one) => one.id === id);
    if (plan !== undefined) return plan;
    const choice = forSale.length === 0 ? 'no plan is for sale here' : `must be one of: ${this.ids(forSale)}`;
    throw new ValidationFailed({ [member]: [`${member} ${choice}`] });
  }

  /** The plan that a row names. One that is offered no more counts as the default plan. */
  of(planTier: string): Plan {
    return this.offered.find(({ id }) => id === planTier) ?? this.default;
  }

  /** How a subscription stands at that moment. */
  standing(subscription: Subscription, now: Date): SubscriptionStanding {
    const { before, end, after } = this.course(subscription);
    return end === null || end > now ? before : after;
  }

  /** How a subscription stands up to its end, and from then on; `end` is null if it has none. */
  course(subscription: Subscription): {
    readonly before: SubscriptionStanding;
    readonly end: Date | null;
    readonly after: SubscriptionStanding;
  } {
    const plan = this.of(subscription.planTier);
    return {
      before: standingBefore(plan, subscription),
      end: subscriptionEnd(plan, subscription),
      after: standingAfter(plan, this.free, subscription),
    };
  }

  /** Whether everybody has this plan for nothing and for good, so that nobody gives anything up who buys another. */
  isForEverybody({ id, period, priceSats }: Plan): boolean {
    return period === null && (priceSats === 0 || id === this.free?.id || id === this.default.id);
  }

  /** Whether a month of that plan would take the place of one that has no end, and that not everybody has. */
  wouldEnd(subscription: Subscription, plan: Plan): boolean {
    const { before, end } = this.course(subscription);
    return end === null && before.planTier !== plan.id && !this.isForEverybody(before.plan);
  }

  private named(id: string): Plan {
    const plan = this.offered.find((one) => one.id === id);
    if (plan === undefined) throw new Error('the default plan is none of the plans');
    return plan;
  }

  private ids(plans: readonly Plan[]): string {
    return plans.map(({ id }) => id).join(', ');
  }
}

function isForSale(plan: Plan): plan is Plan & { readonly priceSats: number } {
  return plan.period !== null && plan.priceSats !== null;
}
