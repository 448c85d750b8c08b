import { Inject, Injectable } from '@nestjs/common';
import { Clock, ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { isDatabaseUnavailable } from '@turnpike/database';
import type { Transaction } from '@turnpike/database';
import { EventFollower } from '@turnpike/events';
import type { EventConsumer, StoredEvent } from '@turnpike/events';
import { Logger } from '@turnpike/observability';
import { BuyPlan } from './buy-plan.js';
import { planBounds } from './plan-bounds.js';
import { PlanHandoverRepository, putHandovers } from './plan-handover.repository.js';
import type {
  DueHandover,
  FailedHandover,
  FailingHandovers,
  PlanHandover,
} from './plan-handover.repository.js';
import { readPlanResource } from './plan-resource.js';
import { Plans } from './plans.js';

const CONSUMER = 'plan_purchases' satisfies EventConsumer;
const AMOUNT_MAX = 2_147_483_647;
const DAY_MILLIS = 86_400_000;

/**
 * Gives merchants the plans whose challenges were paid, by the wallet's word alone: whoever pays from another device never
 * sends the credential. What a credential has bought before stays as it is, and so does what this has given when the
 * credential comes, since a paid challenge buys once. What cannot be given is tried again, later each time, and holds up
 * nothing else.
 */
@Injectable()
export class HandOverPlans {
  constructor(
    private readonly follower: EventFollower,
    private readonly handovers: PlanHandoverRepository,
    private readonly buying: BuyPlan,
    private readonly plans: Plans,
    private readonly clock: Clock,
    private readonly logger: Logger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * One bounded batch of events, and then of plans that are due. Returns how many both were; 0 where the instance sells
   * nothing.
   */
  async run(): Promise<number> {
    if (this.env.operatorMerchant === null) return 0;
    await this.follower.workFor(CONSUMER, this.clock.now());
    const { eventsPerBatchMax } = planBounds;
    const events = await this.follower.follow(CONSUMER, eventsPerBatchMax, (transaction, batch) =>
      this.note(transaction, batch),
    );
    return (events ?? 0) + (await this.handOverDue());
  }

  /** What was paid for and could not be given yet. */
  failing(): Promise<FailingHandovers> {
    return this.handovers.failing();
  }

  /**
   * Tries once more, now, what could not be given: all of it, or what one challenge has paid for. Returns how many were tried,
   * and what waits still.
   */
  async retry(
    paymentHash: string | null,
  ): Promise<{ readonly tried: number; readonly left: readonly FailedHandover[] }> {
    const tried = await this.handovers.wake(this.clock.now(), paymentHash);
    // What fails again is due later, so this ends.
    while ((await this.handOverDue()) > 0);
    return { tried, left: await this.handovers.listFailing(planBounds.failedListedMax) };
  }

  /** Gives up what could not be given for long. */
  async forget(now: Date): Promise<void> {
    await this.handovers.forget(new Date(now.getTime() - planBounds.handoverKeptDays * DAY_MILLIS));
  }

  // Only noted while the place in the events is held: giving takes longer than a transaction may stand still.
  private async note(transaction: Transaction, events: readonly StoredEvent[]): Promise<void> {
    const sold = events.filter((event) => this.isSale(event)).flatMap((event) => handoverOf(event));
    if (sold.length > 0) await putHandovers(transaction, sold, this.clock.now());
  }

  private isSale({ type, merchantId, mode }: StoredEvent): boolean {
    const seller = this.env.operatorMerchant;
    return type === 'challenge.paid' && merchantId === seller?.merchantId && mode === seller.mode;
  }

  private async handOverDue(): Promise<number> {
    const { handoverTakenSeconds, handoversMax } = planBounds;
    const now = this.clock.now();
    const due = await this.handovers.take(now, later(now, handoverTakenSeconds), handoversMax);
    for (const handover of due) await this.handOver(handover);
    return due.length;
  }

  private async handOver(handover: DueHandover): Promise<void> {
    const { merchantId, planTier, paymentHash, amountSats, attempts } = handover;
    try {
      const plan = this.plans.offered.find(({ id }) => id === planTier);
      if (plan === undefined) throw new Error(`the plan ${planTier} is offered no more`);
      await this.buying.run(merchantId, { plan, paymentHash, amountSats });
      await this.handovers.end(handover);
    } catch (error) {
      // It is still there when the database is.
      if (isDatabaseUnavailable(error)) throw error;
      const { handoverRetrySeconds, handoverRetrySecondsMax, failureCharsMax } = planBounds;
      const seconds = Math.min(
        handoverRetrySeconds * 2 ** Math.min(attempts - 1, 20),
        handoverRetrySecondsMax,
      );
      const sale = { merchantId, planTier, paymentHash, seconds };
      this.logger.warn({ err: error, ...sale }, 'a plan that was paid for could not be handed over');
      const failure = (error instanceof Error ? error.message : String(error)).slice(0, failureCharsMax);
      await this.handovers.postpone(handover, later(this.clock.now(), seconds), failure);
    }
  }
}

function handoverOf({ data }: StoredEvent): readonly PlanHandover[] {
  const sold = readPlanResource(data['resource']);
  const { paymentHash, amountSats } = data;
  if (sold === null || typeof paymentHash !== 'string' || !/^[0-9a-f]{64}$/.test(paymentHash)) return [];
  if (typeof amountSats !== 'number' || !Number.isInteger(amountSats) || amountSats > AMOUNT_MAX) return [];
  return [{ merchantId: sold.merchantId, planTier: sold.planId, paymentHash, amountSats }];
}

function later(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1_000);
}
