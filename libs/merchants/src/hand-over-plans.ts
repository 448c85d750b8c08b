import { Inject, Injectable } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { EventFollower } from '@turnpike/events';
import type { StoredEvent } from '@turnpike/events';
import { Logger } from '@turnpike/observability';
import { NotFound } from '@turnpike/problems';
import { BuyPlan } from './buy-plan.js';
import { planBounds } from './plan-bounds.js';
import { readPlanResource } from './plan-resource.js';
import { Plans } from './plans.js';

const CONSUMER = 'plan_purchases';

/**
 * Gives merchants the plans whose challenges were paid, by the wallet's word alone: whoever pays from another device never
 * sends the credential. What a credential has bought before stays as it is, and so does what this has given when the
 * credential comes, since a paid challenge buys once. What a process that dies has not counted as done is done again.
 */
@Injectable()
export class HandOverPlans {
  constructor(
    private readonly follower: EventFollower,
    private readonly buying: BuyPlan,
    private readonly plans: Plans,
    private readonly logger: Logger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** One bounded batch of events. Returns how many those were; 0 where the instance sells nothing, or another process is at it. */
  async run(): Promise<number> {
    if (this.env.operatorMerchant === null) return 0;
    const { eventsPerBatchMax } = planBounds;
    return (await this.follower.follow(CONSUMER, eventsPerBatchMax, (_tx, events) => this.take(events))) ?? 0;
  }

  // Each in a transaction of its own, before the place is moved: it is the paid challenge that makes it happen once.
  private async take(events: readonly StoredEvent[]): Promise<void> {
    for (const event of events) if (this.isSale(event)) await this.handOver(event);
  }

  private isSale({ type, merchantId, mode }: StoredEvent): boolean {
    const seller = this.env.operatorMerchant;
    return type === 'challenge.paid' && merchantId === seller?.merchantId && mode === seller.mode;
  }

  private async handOver({ data }: StoredEvent): Promise<void> {
    const sold = readPlanResource(data['resource']);
    const { paymentHash, amountSats } = data;
    if (sold === null || typeof paymentHash !== 'string' || typeof amountSats !== 'number') return;
    const plan = this.plans.offered.find(({ id }) => id === sold.planId);
    if (plan === undefined) {
      this.logger.warn({ ...sold, paymentHash }, 'a plan was paid for that is offered no more');
      return;
    }
    try {
      await this.buying.run(sold.merchantId, { plan, paymentHash, amountSats });
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      this.logger.warn({ ...sold, paymentHash }, 'a plan was paid for by a merchant who is gone');
    }
  }
}
