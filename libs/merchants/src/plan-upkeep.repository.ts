import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';

/** Which rows are looked at: those of these plans, which have a period. */
export interface PlanUpkeepScope {
  /** Ids of plans with a period. */
  readonly tiers: readonly string[];
  /** The plan that others fall back to; `null` if they lapse. */
  readonly freeTier: string | null;
  readonly now: Date;
  readonly max: number;
}

const utc = (expression: string): string =>
  `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

// As subscriptionEnd has it: what is active without a date has no end, what else has no date is over.
const END = `coalesce(greatest(m.trial_ends_at, m.current_period_end), '-infinity')`;
const ENDS = `m.plan_tier = ANY ($1::text[])
    AND NOT (m.subscription_status = 'active' AND m.current_period_end IS NULL)`;

// What standingAfter says, written down. Whoever holds a row may be moving it, so it is left to the next time.
const LAPSE = `
WITH due AS (
  SELECT m.id, m.plan_tier, m.subscription_status FROM merchant m
  WHERE ${ENDS} AND ${END} <= $2 AND (m.subscription_status IN ('trialing', 'active') OR $3::text IS NOT NULL)
  ORDER BY m.id LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED
), moved AS (
  UPDATE merchant m
  SET plan_tier = coalesce($3, m.plan_tier), end_notice_days = NULL,
      subscription_status = CASE WHEN $3 IS NOT NULL THEN 'active'
                                 WHEN m.subscription_status = 'trialing' THEN 'canceled' ELSE 'past_due' END,
      current_period_end = CASE WHEN $3 IS NULL THEN m.current_period_end END
  FROM due WHERE m.id = due.id
  RETURNING m.id, m.plan_tier, m.subscription_status, m.trial_ends_at, m.current_period_end, due.plan_tier AS previous
)
INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
SELECT id, 1, 'plan.changed', jsonb_build_object(
         'mode', 'live', 'merchantId', id, 'planTier', plan_tier, 'previousPlanTier', previous,
         'subscriptionStatus', subscription_status, 'trialEndsAt', ${utc('trial_ends_at')},
         'currentPeriodEnd', ${utc('current_period_end')}, 'cause', 'end'), $2
FROM moved`;

const NOTICE = `CASE WHEN ${END} <= $2::timestamptz + $4::int4 * interval '1 day' THEN $4::int4 ELSE $3::int4 END`;

const TELL = `
WITH due AS (
  SELECT m.id, ${END} AS ends_at, ${NOTICE} AS days FROM merchant m
  WHERE ${ENDS} AND m.subscription_status IN ('trialing', 'active')
    AND ${END} > $2 AND ${END} <= $2::timestamptz + $3::int4 * interval '1 day'
    AND coalesce(m.end_notice_days, 32767) > ${NOTICE}
  ORDER BY m.id LIMIT $5 FOR NO KEY UPDATE SKIP LOCKED
), noted AS (
  UPDATE merchant m SET end_notice_days = due.days FROM due WHERE m.id = due.id
  RETURNING m.id, m.plan_tier, m.subscription_status, due.ends_at, due.days
)
INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
SELECT id, 1, 'plan.trial_ending', jsonb_build_object(
         'mode', 'live', 'merchantId', id, 'planTier', plan_tier,
         'ending', CASE WHEN subscription_status = 'trialing' THEN 'trial' ELSE 'period' END,
         'endsAt', ${utc('ends_at')}, 'days', days, 'nextPlanTier', $6::text), $2
FROM noted`;

/** Writes down what became of plans with time, each with its event in the same statement. */
@Injectable()
export class PlanUpkeepRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Moves up to `max` merchants whose plan is over; says how many. */
  async lapse({ tiers, freeTier, now, max }: PlanUpkeepScope): Promise<number> {
    const values = [tiers, now, freeTier, max];
    const { rowCount } = await this.pool.query({ name: 'plan-lapse', text: LAPSE, values });
    return rowCount ?? 0;
  }

  /** Tells up to `max` merchants that their plan ends within `firstDays`, or `lastDays`; says how many. */
  async tell(scope: PlanUpkeepScope, firstDays: number, lastDays: number): Promise<number> {
    const { tiers, freeTier, now, max } = scope;
    const values = [tiers, now, firstDays, lastDays, max, freeTier];
    const { rowCount } = await this.pool.query({ name: 'plan-tell', text: TELL, values });
    return rowCount ?? 0;
  }
}
