import { modeNumber, type Tenant } from '@turnpike/l402';
import { HotPool, type Transaction } from '@turnpike/database';

import { type UseName } from './use-id.js';
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

const MOVE = `
WITH moved AS (
  UPDATE challenge_use SET state = $3, decided_at = $4
  WHERE key = $1 AND seq = $2 AND state = 0 AND ($3 = 1 OR reserved_until > $4)
  RETURNING key
)
UPDATE challenge_ledger l
SET uses_reserved = l.uses_reserved - 1, uses_committed = l.uses_committed + CASE WHEN $3 = 1 THEN 1 ELSE 0 END
FROM moved WHERE l.key = moved.key`;

const STANDING = `
SELECT u.state, u.reserved_until, (l.max_uses - l.uses_committed - l.uses_reserved)::int4 AS uses_remaining
FROM challenge_use u JOIN challenge_ledger l ON l.key = u.key
WHERE u.key = $1 AND u.seq = $2 AND l.merchant_id = $3 AND l.mode = $4`;

/** Moves reservations on: each move is one conditional statement with its counters, under the ledger row's lock. */
export class UseTransitionRepository {
  constructor(private readonly pool: HotPool) {}

  /** Moves a reserved use; changes nothing otherwise. Gives the standing afterwards, or `null` if this tenant has no such use. */
  async move(tenant: Tenant, use: UseName, to: UseStateCode, now: Date): Promise<UseStanding | null> {
    return this.pool.withTransaction(async (transaction) => {
      const locked = await transaction.query({
        name: 'use-lock',
        text: LOCK_TENANT_ROW,
        values: [use.key, tenant.merchantId, modeNumber(tenant.mode)],
      });
      if (locked.rowCount === 0) return null;
      await transaction.query({ name: 'use-move', text: MOVE, values: [use.key, use.seq, to, now] });
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
