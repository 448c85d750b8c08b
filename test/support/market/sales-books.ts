import { setTimeout as pause } from 'node:timers/promises';

import { HotPool } from '@turnpike/database';

/** What is on record about a sale. */
export interface BookedSale {
  /** The idempotency key. */
  readonly name: string;
  readonly paymentHash: string;
  readonly isSettled: boolean;
  /** Events `challenge.settled` and `challenge.paid`. */
  readonly settledEvents: number;
  readonly paidEvents: number;
  /** Whether its wallet is asked no more. */
  readonly isOver: boolean;
}

const BOOKED = `
SELECT c.idempotency_key AS name, encode(c.payment_hash, 'hex') AS "paymentHash",
  l.settlement = 1 AND c.settled_at IS NOT NULL AS "isSettled", w.ended_at IS NOT NULL AS "isOver",
  coalesce(e.settled, 0) AS "settledEvents", coalesce(e.paid, 0) AS "paidEvents"
FROM challenge c JOIN challenge_ledger l ON l.key = c.key JOIN challenge_watch w ON w.key = c.key
LEFT JOIN (
  SELECT data ->> 'paymentHash' AS hash, count(*) FILTER (WHERE type = 'challenge.settled')::int4 AS settled,
    count(*) FILTER (WHERE type = 'challenge.paid')::int4 AS paid
  FROM outbox GROUP BY 1) e ON e.hash = encode(c.payment_hash, 'hex')`;

const OVER = `SELECT count(*)::int4 AS n FROM challenge_watch WHERE ended_at IS NOT NULL`;

// A lease ends so long after it was last renewed.
const UNHELD = `
SELECT count(*)::int4 AS n FROM wallet_connection c LEFT JOIN wallet_stream s ON s.connection_id = c.id
WHERE c.kind = ANY ($1)
  AND (s.lease_until IS NULL OR s.lease_until <= $2::timestamptz + interval '30 seconds' OR s.alive_until IS NULL)`;

const POLL_MILLIS = 250;

/** The books of an instance, as they are in its database. */
export class SalesBooks {
  private readonly pool: HotPool;

  constructor(databaseUrl: string) {
    this.pool = new HotPool(databaseUrl, 1);
  }

  /** Every sale on record. */
  async all(): Promise<readonly BookedSale[]> {
    return (await this.pool.query<BookedSale>({ text: BOOKED })).rows;
  }

  /** Resolves when so many sales are over. */
  async untilOver(sales: number, deadline: AbortSignal): Promise<void> {
    for (let over = 0; over < sales; over = await this.count(OVER)) {
      if (deadline.aborted) throw new Error(`only ${String(over)} sales of ${String(sales)} are over`);
      await pause(POLL_MILLIS);
    }
  }

  /** Resolves when the stream of every wallet of these kinds stands and has a holder who was alive after that moment. */
  async untilHeld(kinds: readonly string[], after: Date, deadline: AbortSignal): Promise<void> {
    for (let unheld = -1; unheld !== 0; unheld = await this.count(UNHELD, [kinds, after])) {
      if (deadline.aborted) throw new Error(`${String(unheld)} streams are not held`);
      await pause(POLL_MILLIS);
    }
  }

  /** Closes the connection. */
  close(): Promise<void> {
    return this.pool.onApplicationShutdown();
  }

  private async count(text: string, values: unknown[] = []): Promise<number> {
    return (await this.pool.query<{ n: number }>({ text, values })).rows[0]?.n ?? 0;
  }
}
