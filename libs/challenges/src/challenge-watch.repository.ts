import { modeNumber, type Tenant } from '@turnpike/l402';
import { ColdPool, type Transaction } from '@turnpike/database';

import { HINT_MARK } from './due-watch.repository.js';
import { isStorable } from './storable-text.js';

/** A row that is given back. */
export interface RescheduledWatch {
  readonly key: string;
  /** The end of the taking that it is given back from. */
  readonly takenUntil: Date;
  /** When to look again. */
  readonly at: Date;
  /** Since when it waits, if it was not asked about; null if it was. */
  readonly waitingSince: Date | null;
}

// Sooner than the end of its taking, a hint came in while it was looked at: then what it asks for is still to be done.
// Who was late has lost the row to another, whose taking stays. Rows are locked in one order, as by whoever makes them due.
const RESCHEDULE = `
WITH given AS (
  SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[]) AS g (key, at, since, taken_until)
), ours AS (
  SELECT w.key FROM challenge_watch w WHERE w.key = ANY ($1::uuid[]) AND w.ended_at IS NULL ORDER BY w.key FOR UPDATE
)
UPDATE challenge_watch w
SET next_look_up_at = CASE WHEN w.next_look_up_at < w.taken_until THEN least(w.next_look_up_at, g.at) ELSE g.at END,
    waiting_since = CASE WHEN w.next_look_up_at < w.taken_until THEN w.waiting_since ELSE g.since END,
    taken_until = NULL
FROM ours JOIN given g ON g.key = ours.key WHERE w.key = ours.key AND w.taken_until = g.taken_until`;

// Here too a hint that came in while it was looked at keeps it open, and who was late ends nothing. What is settled has
// nothing more to say.
const END = `
UPDATE challenge_watch w SET taken_until = NULL,
  ended_at = CASE WHEN w.next_look_up_at < w.taken_until AND c.settled_at IS NULL THEN NULL ELSE $2::timestamptz END
FROM challenge c WHERE w.key = $1 AND c.key = w.key AND w.ended_at IS NULL AND w.taken_until = $3`;

// The taking stays as it is: who looks at it now goes on alone. An ended watch begins again while its token may be used.
const MAKE_DUE = `
UPDATE challenge_watch w SET next_look_up_at = CASE WHEN w.ended_at IS NULL THEN least(w.next_look_up_at, $4) ELSE $4 END,
  ended_at = NULL, waiting_since = ${HINT_MARK}
FROM challenge c
WHERE c.merchant_id = $1 AND c.mode = $2 AND c.payment_hash = decode($3, 'hex') AND w.key = c.key
  AND CASE WHEN w.ended_at IS NULL THEN w.next_look_up_at > $4 OR w.waiting_since IS DISTINCT FROM ${HINT_MARK}
      ELSE w.ended_at <= $5 AND c.settled_at IS NULL AND c.token_expires_at > $4 END`;

// The same for invoices by what their wallet calls them, however long ago their token ended: the wallet itself says so, and
// what it received is the merchant's. Only what was made there is found, whatever else is named. Rows are
// locked in one order, so that hints about the same invoices that come in together wait for each other and no more.
const HINTED = `
WITH due AS (
  SELECT w.key, CASE WHEN w.ended_at IS NULL THEN least(w.next_look_up_at, $4) ELSE greatest($4, w.ended_at + make_interval(secs => $5)) END AS at,
    w.ended_at IS NOT NULL OR w.next_look_up_at > $4 AS is_sooner
  FROM challenge_watch w JOIN challenge c ON c.key = w.key
  WHERE w.connection_id = $1 AND c.connection_id = $1 AND c.merchant_id = $6
    AND c.key = ANY (ARRAY(
      SELECT h.key FROM challenge h WHERE h.provider_ref = ANY($2::text[]) AND h.connection_id = $1
      UNION
      SELECT h.key FROM challenge h
      WHERE h.merchant_id = $6 AND h.mode = 1 AND h.payment_hash = ANY($3::bytea[]) AND h.connection_id = $1))
    AND CASE WHEN w.ended_at IS NULL THEN w.next_look_up_at > $4 OR w.waiting_since IS DISTINCT FROM ${HINT_MARK}
        ELSE c.settled_at IS NULL END
  ORDER BY w.key FOR UPDATE OF w
)
UPDATE challenge_watch w SET next_look_up_at = due.at, ended_at = NULL, waiting_since = ${HINT_MARK}
FROM due WHERE w.key = due.key RETURNING due.is_sooner`;

const ALL_OF_CONNECTION = `
WITH due AS (
  SELECT key FROM challenge_watch
  WHERE connection_id = $1 AND ended_at IS NULL AND next_look_up_at > $2 ORDER BY key FOR UPDATE
)
UPDATE challenge_watch w SET next_look_up_at = $2 FROM due WHERE w.key = due.key`;

const WATCHED = `
WITH RECURSIVE watched AS (
  (SELECT connection_id FROM challenge_watch
   WHERE ended_at IS NULL AND connection_id IS NOT NULL ORDER BY connection_id LIMIT 1)
  UNION ALL
  SELECT (SELECT w.connection_id FROM challenge_watch w
    WHERE w.ended_at IS NULL AND w.connection_id > watched.connection_id ORDER BY w.connection_id LIMIT 1)
  FROM watched WHERE watched.connection_id IS NOT NULL
)
SELECT connection_id FROM watched WHERE connection_id IS NOT NULL LIMIT $1`;

/** Invoices that a wallet said to look at, by what it calls them or by their payment hashes (64 hex digits). */
export interface HintedInvoices {
  readonly merchantId: number;
  readonly connectionId: string;
  readonly providerRefs: readonly string[];
  readonly paymentHashes: readonly string[];
}

/** The schedule's statements. Keys are made by mint and never repeat, so they need no tenant beside them. */
export class ChallengeWatchRepository {
  constructor(private readonly pool: ColdPool) {}

  async nextDueAt(): Promise<Date | null> {
    const { rows } = await this.pool.query<{ at: Date }>({
      name: 'watches-next-due',
      text: `SELECT next_look_up_at AS at FROM challenge_watch WHERE ended_at IS NULL ORDER BY next_look_up_at LIMIT 1`,
    });
    return rows[0]?.at ?? null;
  }

  async reschedule(watches: readonly RescheduledWatch[]): Promise<void> {
    const keys = watches.map(({ key }) => key);
    const ats = watches.map(({ at }) => at);
    const sinces = watches.map(({ waitingSince }) => waitingSince);
    const ends = watches.map(({ takenUntil }) => takenUntil);
    await this.pool.query({
      name: 'watches-reschedule',
      text: RESCHEDULE,
      values: [keys, ats, sinces, ends],
    });
  }

  async end(key: string, takenUntil: Date, at: Date): Promise<void> {
    await this.pool.query({
      name: 'watch-end',
      text: END,
      values: [key, at, takenUntil],
    });
  }

  async makeDue(tenant: Tenant, paymentHash: string, at: Date, endedBefore: Date): Promise<void> {
    await this.pool.query({
      name: 'watch-make-due',
      text: MAKE_DUE,
      values: [tenant.merchantId, modeNumber(tenant.mode), paymentHash, at, endedBefore],
    });
  }

  async makeHintedDue(
    transaction: Transaction,
    { merchantId, connectionId, providerRefs, paymentHashes }: HintedInvoices,
    at: Date,
    reopenSeconds: number,
  ): Promise<number> {
    const hashes = paymentHashes.map((hash) => Buffer.from(hash, 'hex'));
    const values = [connectionId, providerRefs.filter(isStorable), hashes, at, reopenSeconds, merchantId];
    const statement = { name: 'watches-hinted', text: HINTED, values };
    const { rows } = await transaction.query<{ is_sooner: boolean }>(statement);
    return rows.filter((row) => row.is_sooner).length;
  }

  async makeAllDue(connectionId: string, at: Date): Promise<number> {
    const statement = { name: 'watches-all-due', text: ALL_OF_CONNECTION, values: [connectionId, at] };
    return (await this.pool.query(statement)).rowCount ?? 0;
  }

  async isWatched(connectionId: string): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'connection-is-watched',
      text: 'SELECT 1 FROM challenge_watch WHERE connection_id = $1 AND ended_at IS NULL LIMIT 1',
      values: [connectionId],
    });
    return rowCount === 1;
  }

  async watchedConnections(limit: number): Promise<string[]> {
    const statement = { name: 'watched-connections', text: WATCHED, values: [limit] };
    const { rows } = await this.pool.query<{ connection_id: string }>(statement);
    return rows.map((row) => row.connection_id);
  }
}
