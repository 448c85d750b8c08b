import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';

// As tellOfKey has it. A key that was made for less time was told of with its end when it was made.
const TELL = `
WITH due AS (
  SELECT id FROM api_key
  WHERE revoked_at IS NULL AND end_told_at IS NULL AND expires_at > $1
    AND expires_at <= $1::timestamptz + $2::int4 * interval '1 day'
    AND expires_at > created_at + $2::int4 * interval '1 day'
  ORDER BY id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
), noted AS (
  UPDATE api_key k SET end_told_at = $1 FROM due WHERE k.id = due.id
  RETURNING k.id, k.merchant_id, k.mode, k.label, k.prefix, k.scopes, k.expires_at
)
INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
SELECT merchant_id, mode, 'api_key.expiring', jsonb_build_object(
         'mode', CASE mode WHEN 0 THEN 'test' ELSE 'live' END, 'merchantId', merchant_id, 'keyId', id, 'label', label,
         'prefix', prefix, 'scopes', to_jsonb(scopes),
         'expiresAt', to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), $1
FROM noted`;

/** Writes down of which keys it was told that they are about to end, with the event in the same statement. */
@Injectable()
export class KeyUpkeepRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Tells of up to `max` working keys that end within `days` and were not told of yet; says how many. */
  async tell(now: Date, days: number, max: number): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'api-key-tell',
      text: TELL,
      values: [now, days, max],
    });
    return rowCount ?? 0;
  }
}
