/** Something that happened, as webhooks tell it. */
export interface TurnpikeEvent {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One page of events, newest first. */
export interface EventPage {
  readonly events: readonly TurnpikeEvent[];
  readonly nextCursor: string | null;
}
