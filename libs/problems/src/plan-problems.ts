import { defineKinds } from './define-kinds.js';
import { Problem } from './problem.js';
import type { ProblemKind } from './problem.js';

/** The kinds about the caps of a merchant's plan. Their 402 is for the merchant, so it carries no `WWW-Authenticate`. */
export const planKinds = defineKinds({
  plan_endpoint_limit: {
    status: 402,
    title: 'The plan sells no further resource',
    text: 'The plan allows a number of different resources a month, and this would be one more. Resources already sold this month go on. Choose a larger plan (`upgrade_url`), or wait for the next month.',
  },
  plan_price_limit: {
    status: 402,
    title: 'The price is above what the plan allows',
    text: 'The plan allows challenges up to a price, and this one is dearer. Ask a lower price, or choose a larger plan (`upgrade_url`).',
  },
  plan_volume_limit: {
    status: 402,
    title: 'The challenges of this month are used up',
    text: 'The plan allows a number of challenges a month, and all have been made. Those already made stay good. Choose a larger plan (`upgrade_url`), or wait for the next month.',
  },
  plan_proxy_limit: {
    status: 402,
    title: 'The plan allows no further proxy',
    text: 'The plan allows a number of proxies, and all exist. Remove one, or choose a larger plan (`upgrade_url`).',
  },
  plan_feature_disabled: {
    status: 402,
    title: 'The plan does not include this',
    text: '`feature` names what the plan of this merchant does not include, or of which it has as many as its plan includes. Choose a plan that does (`upgrade_url`).',
  },
});

/** Where a merchant stands with its plan: its name, and the address where it can be changed, if there is one. */
export interface PlanStanding {
  readonly currentPlan: string;
  readonly upgradeUrl: string | null;
}

abstract class PlanProblem extends Problem {
  protected constructor(
    kind: ProblemKind,
    detail: string,
    standing: PlanStanding,
    more?: Readonly<Record<string, unknown>>,
  ) {
    super(kind, detail, {
      members: {
        current_plan: standing.currentPlan,
        action_required: 'Choose a plan with a higher cap.',
        upgrade_url: standing.upgradeUrl,
        ...more,
      },
    });
  }
}

/** One resource more than the plan sells in a month. */
export class PlanEndpointLimit extends PlanProblem {
  constructor(standing: PlanStanding, maxResources: number) {
    super(planKinds.plan_endpoint_limit, `The plan sells ${maxResources} resources a month.`, standing);
  }
}

/** A price above the plan's cap. */
export class PlanPriceLimit extends PlanProblem {
  constructor(standing: PlanStanding, maxPriceSats: number) {
    const most = `${maxPriceSats} ${maxPriceSats === 1 ? 'sat' : 'sats'}`;
    super(planKinds.plan_price_limit, `The plan allows prices up to ${most}.`, standing);
  }
}

/** One challenge more than the plan allows in a month. */
export class PlanVolumeLimit extends PlanProblem {
  constructor(standing: PlanStanding, maxChallenges: number) {
    super(planKinds.plan_volume_limit, `The plan allows ${maxChallenges} challenges a month.`, standing);
  }
}

/** One proxy more than the plan allows. */
export class PlanProxyLimit extends PlanProblem {
  constructor(standing: PlanStanding, maxProxies: number) {
    super(planKinds.plan_proxy_limit, `The plan allows ${maxProxies} proxies.`, standing);
  }
}

/** Something that the plan does not include, or no more of. */
export class PlanFeatureDisabled extends PlanProblem {
  constructor(standing: PlanStanding, feature: string, detail = `The plan does not include ${feature}.`) {
    super(planKinds.plan_feature_disabled, detail, standing, { feature });
  }
}
