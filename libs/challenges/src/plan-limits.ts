import { type Env, ENV } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { Plans, type Principal } from '@turnpike/merchants';
import { PlanPriceLimit } from '@turnpike/problems';
import { Inject, Injectable } from '@nestjs/common';

import { capProblem, type CountedMint } from './counted-mint.js';
import { endpointKey } from './endpoint-pattern.js';
import type { MintRequest } from './mint-request.js';
import { monthOf, PlanUsageRepository } from './plan-usage.repository.js';

/**
 * The caps of a merchant's plan. Looked at before the wallet is asked, so that no invoice is made in vain; what is exact is
 * the statement that records a challenge, which counts it or refuses it. A plan without caps costs nothing.
 */
@Injectable()
export class PlanLimits {
  private readonly repository: PlanUsageRepository;

  constructor(
    pool: HotPool,
    private readonly plans: Plans,
    @Inject(ENV) private readonly env: Env,
  ) {
    this.repository = new PlanUsageRepository(pool);
  }

  /**
   * How this mint is counted; `null` if it is not. Throws `PlanPriceLimit`, `PlanVolumeLimit` or `PlanEndpointLimit` (402) if
   * there is no room for it. Caps bind live challenges, and test ones if the operator says so.
   */
  async admit(
    { merchantId, mode, planTier, isUncapped }: Principal,
    request: MintRequest,
    now: Date,
  ): Promise<CountedMint | null> {
    const { id, caps } = this.plans.of(planTier);
    if (isUncapped === true || (mode === 'test' && !this.env.planCapsInTestMode)) return null;
    const standing = { currentPlan: id, upgradeUrl: this.plans.upgradeUrl };
    if (caps.priceSats !== null && request.priceSats > caps.priceSats) {
      throw new PlanPriceLimit(standing, caps.priceSats);
    }
    const { challenges, resources } = caps;
    if (challenges === null && resources === null) return null;
    const month = monthOf(now);
    const mint = { standing, caps, month, endpoint: endpointKey(request.resource) };
    const used = await this.repository.open(merchantId, month, mint.endpoint);
    if (resources !== null && used.resources >= resources && !used.hasEndpoint) {
      throw capProblem(mint, 'resources');
    }
    if (challenges !== null && used.challenges >= challenges) throw capProblem(mint, 'challenges');
    return mint;
  }
}
