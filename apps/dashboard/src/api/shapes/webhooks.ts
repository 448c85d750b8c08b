/** Where events are sent to. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** Null: all but those that have to be named. */
  readonly events: readonly string[] | null;
  readonly description: string | null;
  readonly enabled: boolean;
  /** Why nothing is sent: its merchant said so, it answered 410, or nothing arrived for five days. */
  readonly disabledReason: 'merchant' | 'gone' | 'failing' | null;
  readonly disabledAt: string | null;
  readonly failingSince: string | null;
  readonly createdAt: string;
}

/** A webhook with the secret of its signatures, this once. */
export interface WebhookWithSecret extends Webhook {
  readonly secret: string;
}

/** One event on its way to one webhook. */
export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly nextAttemptAt: string | null;
  readonly deliveredAt: string | null;
  readonly createdAt: string;
}

/** One page of deliveries, newest first. */
export interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  readonly nextCursor: string | null;
}
