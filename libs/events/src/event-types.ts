/** Events so frequent that only who names them gets them. */
export const OPT_IN_EVENT_TYPES = ['challenge.created', 'challenge.used', 'use.released'] as const;

/** Every event that an endpoint may ask for by name. */
export const EVENT_TYPES = [
  ...OPT_IN_EVENT_TYPES,
  'challenge.paid',
  'challenge.settled',
  'challenge.expired',
  'challenge.revoked',
  'wallet.unavailable',
  'wallet.recovered',
  'wallet.rejected',
  'wallet.fallback_used',
  'api_key.created',
  'api_key.revoked',
  'api_key.expiring',
  'plan.trial_ending',
  'plan.changed',
  'plan.limit_reached',
  'proxy.unpublished',
  'webhook.disabled',
] as const;

/** One of {@link EVENT_TYPES}. */
export type EventType = (typeof EVENT_TYPES)[number];

/** The event that goes to one endpoint, when its merchant asks for it, and to no other. */
export const TEST_EVENT_TYPE = 'webhook.test';

/** What is told of an endpoint that gets nothing any more. */
export const DISABLED_EVENT_TYPE = 'webhook.disabled' satisfies EventType;
