import type { Env } from '@turnpike/config';

/** Who follows events. Each has a cursor, made by a migration. */
export const EVENT_CONSUMERS = ['webhooks', 'statistics', 'plan_purchases'] as const;

/** One of {@link EVENT_CONSUMERS}. */
export type EventConsumer = (typeof EVENT_CONSUMERS)[number];

/**
 * Those that have nothing to do in an instance of this configuration: they stay where they are, and nothing waits for them.
 * Where nobody sells for the instance, no plan is bought.
 */
export function idleConsumers({ operatorMerchant }: Pick<Env, 'operatorMerchant'>): readonly EventConsumer[] {
  return operatorMerchant === null ? ['plan_purchases'] : [];
}
