/** An event that a webhook can get. */
export interface EventWords {
  readonly type: string;
  readonly means: string;
  /** Sent only to who names it, because there are so many. */
  readonly isOptIn?: true;
}

/** Events that belong together. */
export interface EventGroup {
  readonly title: string;
  readonly events: readonly EventWords[];
}

/** Every event that a webhook can ask for. */
export const eventGroups: readonly EventGroup[] = [
  {
    title: 'Challenges',
    events: [
      { type: 'challenge.paid', means: 'Once for each sale: at the first use or the wallet’s word.' },
      { type: 'challenge.settled', means: 'The wallet says that the money has arrived.' },
      { type: 'challenge.expired', means: 'Its invoice ran out unpaid.' },
      { type: 'challenge.revoked', means: 'Somebody of yours took it back.' },
      {
        type: 'challenge.created',
        means: 'A 402 was made. One for each request that is not paid.',
        isOptIn: true,
      },
      { type: 'challenge.used', means: 'A paid token was used for the first time.', isOptIn: true },
      { type: 'use.released', means: 'A reserved use was given back.', isOptIn: true },
    ],
  },
  {
    title: 'Wallets',
    events: [
      { type: 'wallet.unavailable', means: 'It has not answered for two minutes.' },
      { type: 'wallet.rejected', means: 'It refuses our credentials.' },
      { type: 'wallet.recovered', means: 'It answers again.' },
      { type: 'wallet.fallback_used', means: 'The fallback made an invoice.' },
    ],
  },
  {
    title: 'Keys',
    events: [
      { type: 'api_key.created', means: 'A key was made.' },
      { type: 'api_key.revoked', means: 'A key was ended.' },
      { type: 'api_key.expiring', means: 'A key ends within a week.' },
    ],
  },
  {
    title: 'Plan',
    events: [
      { type: 'plan.trial_ending', means: 'Seven days and one day before a trial or paid period ends.' },
      { type: 'plan.changed', means: 'The plan is another one.' },
      { type: 'plan.limit_reached', means: 'At 80 % and at 100 % of a cap.' },
    ],
  },
  {
    title: 'Other',
    events: [
      { type: 'proxy.unpublished', means: 'A proxy is taken out of sale.' },
      { type: 'webhook.disabled', means: 'Another webhook gets nothing any more.' },
    ],
  },
];

/** The types of all events, for choosing among them. */
export const eventTypes: readonly string[] = eventGroups.flatMap(({ events }) =>
  events.map(({ type }) => type),
);

/** The types that the log can hold: the test of a webhook, too, which goes to that one only. */
export const loggedTypes: readonly string[] = [...eventTypes, 'webhook.test'];

/** Which events a webhook gets, in words. */
export function eventsInWords(events: readonly string[] | null): string {
  if (events === null) return 'All but the frequent ones';
  return events.length <= 2 ? events.join(', ') : `${String(events.length)} kinds`;
}
