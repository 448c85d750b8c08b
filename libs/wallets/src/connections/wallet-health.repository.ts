import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import type { Health } from './stored-connection.js';

// Written when the word changes, and now and then to say that it was looked at; never over a later word.
const NOTE = `
UPDATE wallet_connection
SET health = $3, last_checked_at = $4,
    bad_since = CASE WHEN $3 IN ('unavailable', 'rejected') THEN coalesce(bad_since, $4) END
WHERE merchant_id = $1 AND id = $2
  AND (last_checked_at IS NULL OR last_checked_at <= $5 OR (health <> $3 AND last_checked_at <= $4))`;

const dataSince = (
  moment: string,
): string => `jsonb_build_object('mode', 'live', 'merchantId', merchant_id, 'walletId', id,
  'kind', kind, 'label', label, 'role', role, 'health', health,
  'since', to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

// Each is told once: whoever comes second finds it told. Who waits for a wallet that was away is told that it refuses us.
// Bad for so long is a wallet that was found bad at both ends of
// that time: one that nobody asked anything since it failed once may be well.
const TELL_BAD = `
WITH bad AS (
  UPDATE wallet_connection SET alerted_at = $1, alerted_health = health
  WHERE bad_since IS NOT NULL AND (alerted_at IS NULL OR (health = 'rejected' AND alerted_health = 'unavailable'))
    AND (health = 'rejected' OR last_checked_at >= bad_since + make_interval(secs => $2))
  RETURNING id, merchant_id, kind, label, role, health, bad_since
)
INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
SELECT merchant_id, 1, CASE health WHEN 'rejected' THEN 'wallet.rejected' ELSE 'wallet.unavailable' END,
  ${dataSince('bad_since')}, $1
FROM bad`;

const TELL_WELL = `
WITH well AS (
  UPDATE wallet_connection SET alerted_at = NULL, alerted_health = NULL
  WHERE alerted_at IS NOT NULL AND bad_since IS NULL AND health = 'ok'
  RETURNING id, merchant_id, kind, label, role, health
)
INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
SELECT merchant_id, 1, 'wallet.recovered', ${dataSince('$1::timestamptz')}, $1 FROM well`;

const UNSEEN = `
SELECT merchant_id AS "merchantId", id FROM wallet_connection
WHERE role IS NOT NULL AND (last_checked_at IS NULL OR last_checked_at <= $1
  OR (last_checked_at <= $2 AND bad_since IS NOT NULL AND alerted_at IS NULL))
ORDER BY last_checked_at NULLS FIRST LIMIT $3`;

/** The statements about how wallets are doing. */
@Injectable()
export class WalletHealthRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Notes a word, unless it is the one on record and was noted after `freshSince`. */
  async note(merchantId: number, id: string, health: Health, now: Date, freshSince: Date): Promise<void> {
    const values = [merchantId, id, health, now, freshSince];
    await this.pool.query({ name: 'wallet-health-note', text: NOTE, values });
  }

  /** Writes the events about wallets that have been bad for so long, or refuse us; returns how many. */
  async tellBad(now: Date, badSeconds: number): Promise<number> {
    const statement = { name: 'wallet-health-tell-bad', text: TELL_BAD, values: [now, badSeconds] };
    return (await this.pool.query(statement)).rowCount ?? 0;
  }

  /** Writes the events about wallets that are well again; returns how many. */
  async tellWell(now: Date): Promise<number> {
    const statement = { name: 'wallet-health-tell-well', text: TELL_WELL, values: [now] };
    return (await this.pool.query(statement)).rowCount ?? 0;
  }

  /** Connections with a role of which nothing was heard since that moment, of bad ones since the other; the longest silent first. */
  async unseen(since: Date, badSince: Date, limit: number): Promise<{ merchantId: number; id: string }[]> {
    const statement = { name: 'wallet-health-unseen', text: UNSEEN, values: [since, badSince, limit] };
    return (await this.pool.query<{ merchantId: number; id: string }>(statement)).rows;
  }
}
