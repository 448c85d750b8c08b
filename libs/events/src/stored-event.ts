import type { MerchantId, Mode } from '@turnpike/l402';

/** A fact about one merchant in one mode, as it was written in the transaction that made it true. */
export interface StoredEvent {
  /** Decimal; grows in the order of writing, which is not quite that of committing. */
  readonly id: string;
  /** What the event is known by outside: a UUID. */
  readonly eventId: string;
  readonly merchantId: MerchantId;
  readonly mode: Mode;
  /** A noun and what became of it, such as `challenge.paid`. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
}
