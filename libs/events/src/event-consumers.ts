/** Who follows events. Each has a cursor, made by a migration. */
export const EVENT_CONSUMERS = ['webhooks', 'statistics', 'plan_purchases', 'owner_letters'] as const;

/** One of {@link EVENT_CONSUMERS}. */
export type EventConsumer = (typeof EVENT_CONSUMERS)[number];

/** Those for whom not every instance has work. Whoever works for one says so, where all processes see it. */
export const OCCASIONAL_CONSUMERS: readonly EventConsumer[] = ['plan_purchases'];
