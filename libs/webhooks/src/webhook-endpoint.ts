import type { EventType } from '@turnpike/events';

/** Why an endpoint gets nothing: its merchant said so, it answered 410, or nothing arrived for five days. */
export type DisabledReason = 'merchant' | 'gone' | 'failing';

/** An endpoint as its owner sees it. */
export interface WebhookView {
  readonly id: string;
  readonly url: string;
  /** The types that it gets; null: all but those that have to be named. */
  readonly events: readonly string[] | null;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly disabledReason: DisabledReason | null;
  readonly disabledAt: Date | null;
  /** Since when nothing has arrived; null while it is well. */
  readonly failingSince: Date | null;
  readonly createdAt: Date;
}

/** An endpoint with the secret of its signatures, which is shown this once. */
export interface WebhookWithSecret extends WebhookView {
  readonly secret: string;
}

/** An endpoint that a merchant wants. */
export interface WebhookWish {
  readonly url: string;
  /** Empty or null: all but those that have to be named. */
  readonly events: readonly EventType[] | null;
  readonly description: string | null;
}

/** What is to be different about an endpoint; what is absent stays. */
export interface WebhookPatch {
  readonly url?: string;
  /** Empty: all but those that have to be named. */
  readonly events?: readonly EventType[];
  /** An empty text takes it away. */
  readonly description?: string;
  readonly enabled?: boolean;
}

const ID = /^we_[0-9a-f]{32}$/;

/** Whether this can be the id of an endpoint. */
export function isWebhookId(id: string): boolean {
  return ID.test(id);
}
