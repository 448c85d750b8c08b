/** Where a delivery stands: on its way, arrived, or given up. */
export type DeliveryState = 'pending' | 'delivered' | 'failed';

/** An event's way to one endpoint, as the owner of both sees it. */
export interface DeliveryView {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly state: DeliveryState;
  /** Attempts begun. */
  readonly attempts: number;
  /** What the endpoint last answered; null where it did not. */
  readonly lastStatus: number | null;
  /** A word for what went wrong last; null where nothing did. */
  readonly lastError: string | null;
  readonly nextAttemptAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly createdAt: Date;
}

/** Deliveries, newest first, and the cursor of the next page; null after the last. */
export interface DeliveryPage {
  readonly deliveries: readonly DeliveryView[];
  readonly nextCursor: string | null;
}

const KEY_MAX = 2n ** 63n - 1n;

/** A row's key as callers get it, to hand it back: opaque to them. */
export function cursorOfKey(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** The key that a cursor stands for; null for one that we did not make. */
export function keyOfCursor(cursor: string): string | null {
  if (!/^[\w-]{1,32}$/.test(cursor)) return null;
  const key = Buffer.from(cursor, 'base64url').toString('latin1');
  return /^\d{1,19}$/.test(key) && BigInt(key) <= KEY_MAX ? key : null;
}
