import { type MerchantId, modeFromNumber, modeNumber, type Tenant } from '@turnpike/l402';
import { ColdPool, type Transaction } from '@turnpike/database';

import { challengeKeyFromUuid } from './challenge-key.js';
import { type Settlement, SETTLEMENT_CODE, settlementFromCode } from './settlement.js';
import { isStorable } from './storable-text.js';

/** A challenge whose wallet is to be asked now. */
export interface DueWatch extends Tenant {
  /** 32 hex digits. */
  readonly key: string;
  /** `null` for the sandbox. */
  readonly connectionId: string | null;
  readonly paymentHash: string;
  readonly providerRef: string;
  readonly paymentRequest: string;
  readonly createdAt: Date;
  readonly invoiceExpiresAt: Date;
  /** The last word on record. */
  readonly settlement: Settlement;
  /** Whether that word was ever said, or is only what an invoice is assumed to be until its wallet was asked. */
  readonly hasWord: boolean;
  readonly priceSats: number;
  /** Whether a payer has shown the preimage and was let in. */
  readonly isPaid: boolean;
  /** Since when it waits for its look; long before anything else if a hint named it. */
  readonly waitingSince: Date;
}

/** A row that is given back. */
export interface RescheduledWatch {
  readonly key: string;
  /** When to look again. */
  readonly at: Date;
  /** Since when it waits, if it was not asked about; null if it was. */
  readonly waitingSince: Date | null;
}

/** Goes before whatever waits. */
const HINT_MARK = 'to_timestamp(0)';

// Few rows of tables that may be large, so each is found by its key whatever the planner takes the tables for.
const TAKE_DUE = `
WITH due AS (
  SELECT key FROM challenge_watch
  WHERE ended_at IS NULL AND next_look_up_at <= $1 AND (taken_until IS NULL OR taken_until <= $2)
  ORDER BY next_look_up_at LIMIT $3 FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE challenge_watch w SET next_look_up_at = $4, taken_until = $4, looks = w.looks + 1,
    waiting_since = coalesce(w.waiting_since, w.next_look_up_at)
  WHERE w.key = ANY (ARRAY(SELECT key FROM due))
  RETURNING w.key, w.merchant_id, w.mode, w.connection_id, w.waiting_since
)
SELECT t.key, t.merchant_id, t.mode, t.connection_id, encode(c.payment_hash, 'hex') AS payment_hash, c.provider_ref,
       c.payment_request, c.created_at, c.invoice_expires_at, c.price_sats, c.paid_at IS NOT NULL AS is_paid, l.settlement,
       t.waiting_since
FROM taken t
CROSS JOIN LATERAL (SELECT * FROM challenge WHERE key = t.key OFFSET 0) c
CROSS JOIN LATERAL (SELECT settlement FROM challenge_ledger WHERE key = t.key OFFSET 0) l
ORDER BY t.waiting_since, t.key`;

// Sooner than the end of its taking, a hint came in while it was looked at: then what it asks for is still to be done.
// Rows are locked in one order, as by whoever makes them due.
const RESCHEDULE = `
WITH given AS (
  SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS g (key, at, since)
), ours AS (
  SELECT w.key FROM challenge_watch w WHERE w.key = ANY ($1::uuid[]) AND w.ended_at IS NULL ORDER BY w.key FOR UPDATE
)
UPDATE challenge_watch w
SET next_look_up_at = CASE WHEN w.next_look_up_at < w.taken_until THEN least(w.next_look_up_at, g.at) ELSE g.at END,
    waiting_since = CASE WHEN w.next_look_up_at < w.taken_until THEN w.waiting_since ELSE g.since END,
    taken_until = NULL
FROM ours JOIN given g ON g.key = ours.key WHERE w.key = ours.key`;

// Here too a hint that came in while it was looked at keeps it open. What is settled has nothing more to say.
const END = `
UPDATE challenge_watch w SET taken_until = NULL,
  ended_at = CASE WHEN w.next_look_up_at < w.taken_until AND c.settled_at IS NULL THEN NULL ELSE $2::timestamptz END
FROM challenge c WHERE w.key = $1 AND c.key = w.key AND w.ended_at IS NULL`;

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

interface Row {
  readonly key: string;
  readonly merchant_id: number;
  readonly mode: 0 | 1;
  readonly connection_id: string | null;
  readonly payment_hash: string;
  readonly provider_ref: string;
  readonly payment_request: string;
  readonly created_at: Date;
  readonly invoice_expires_at: Date;
  readonly settlement: number;
  readonly price_sats: number;
  readonly is_paid: boolean;
  readonly waiting_since: Date;
}

/** The schedule's statements. Keys are made by mint and never repeat, so they need no tenant beside them. */
export class ChallengeWatchRepository {
  constructor(private readonly pool: ColdPool) {}

  async takeDue(dueAt: Date, now: Date, limit: number, takenUntil: Date): Promise<DueWatch[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'watches-take-due',
      text: TAKE_DUE,
      values: [dueAt, now, limit, takenUntil],
    });
    return rows.map((row) => ({
      key: challengeKeyFromUuid(row.key),
      merchantId: row.merchant_id as MerchantId,
      mode: modeFromNumber(row.mode),
      connectionId: row.connection_id,
      paymentHash: row.payment_hash,
      providerRef: row.provider_ref,
      paymentRequest: row.payment_request,
      createdAt: row.created_at,
      invoiceExpiresAt: row.invoice_expires_at,
      settlement: settlementFromCode(row.settlement),
      hasWord: row.settlement !== SETTLEMENT_CODE.none,
      priceSats: row.price_sats,
      isPaid: row.is_paid,
      waitingSince: row.waiting_since,
    }));
  }

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
    await this.pool.query({ name: 'watches-reschedule', text: RESCHEDULE, values: [keys, ats, sinces] });
  }

  async end(key: string, at: Date): Promise<void> {
    await this.pool.query({
      name: 'watch-end',
      text: END,
      values: [key, at],
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
