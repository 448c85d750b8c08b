import { modeNumber, type Tenant } from '@turnpike/l402';
import { HotPool, type Transaction } from '@turnpike/database';

import { challengeEventData } from './challenge-event.sql.js';
import { formatUseId, type UseName } from './use-id.js';
import { USE_STATE, type UseStateCode } from './use-state.js';

/** A use as it stands after a call, with what its challenge has left. */
export interface UseStanding {
  readonly state: UseStateCode;
  readonly reservedUntil: Date | null;
  readonly usesRemaining: number | null;
}

// Ledger row first, then the use: the order in which the named lane locks too.
const LOCK_TENANT_ROW = `
SELECT 1 FROM challenge_ledger WHERE key = $1 AND merchant_id = $2 AND mode = $3 FOR UPDATE`;

const COMMIT = `
WITH moved AS (
  UPDATE challenge_use SET state = 1, decided_at = $3 WHERE key = $1 AND seq = $2 AND state = 0 RETURNING key
)
UPDATE challenge_ledger l SET uses_reserved = l.uses_reserved - 1, uses_committed = l.uses_committed + 1
FROM moved WHERE l.key = moved.key`;

const RELEASE = `
WITH moved AS (
  UPDATE challenge_use SET state = 2, decided_at = $3
  WHERE key = $1 AND seq = $2 AND state = 0 AND reserved_until > $3
  RETURNING key, seq, request_id
), counted AS (
  UPDATE challenge_ledger l
  SET uses_reserved = l.uses_reserved - 1, mpp_use_seq = nullif(l.mpp_use_seq, moved.seq),
      mpp_claimed_at = CASE WHEN l.mpp_use_seq = moved.seq THEN NULL ELSE l.mpp_claimed_at END
  FROM moved WHERE l.key = moved.key RETURNING l.key, l.settlement, moved.request_id
)
INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
SELECT c.merchant_id, c.mode, 'use.released',
  ${challengeEventData('c', 'l.settlement')} || jsonb_build_object('useId', $4::text, 'requestId', l.request_id), $3
FROM counted l JOIN challenge c ON c.key = l.key`;

const STANDING = `
SELECT u.state, u.reserved_until, (l.max_uses - l.uses_committed - l.uses_reserved)::int4 AS uses_remaining
FROM challenge_use u JOIN challenge_ledger l ON l.key = u.key
WHERE u.key = $1 AND u.seq = $2 AND l.merchant_id = $3 AND l.mode = $4`;

/** Moves reservations on, and tells of releases: each move is one conditional statement with its counters, under the ledger row's lock. */
export class UseTransitionRepository {
  constructor(private readonly pool: HotPool) {}

  /** Moves a reserved use; changes nothing otherwise. Gives the standing afterwards, or `null` if this tenant has no such use. */
  async move(
    tenant: Tenant,
    use: UseName,
    to: Exclude<UseStateCode, 0>,
    now: Date,
  ): Promise<UseStanding | null> {
    return this.pool.withTransaction(async (transaction) => {
      const locked = await transaction.query({
        name: 'use-lock',
        text: LOCK_TENANT_ROW,
        values: [use.key, tenant.merchantId, modeNumber(tenant.mode)],
      });
      if (locked.rowCount === 0) return null;
      const which = [use.key, use.seq, now];
      if (to === USE_STATE.committed)
        await transaction.query({ name: 'use-commit', text: COMMIT, values: which });
      else {
        const values = [...which, formatUseId(use.key, use.seq)];
        await transaction.query({ name: 'use-release', text: RELEASE, values });
      }
      return this.standing(transaction, tenant, use);
    });
  }

  private async standing(
    transaction: Transaction,
    tenant: Tenant,
    use: UseName,
  ): Promise<UseStanding | null> {
    const { rows } = await transaction.query<{
      state: UseStateCode;
      reserved_until: Date | null;
      uses_remaining: number | null;
    }>({
      name: 'use-standing',
      text: STANDING,
      values: [use.key, use.seq, tenant.merchantId, modeNumber(tenant.mode)],
    });
    const row = rows[0];
    if (!row) return null;
    const reservedUntil = row.state === USE_STATE.reserved ? row.reserved_until : null;
    return { state: row.state, reservedUntil, usesRemaining: row.uses_remaining };
  }
}
