import { HotPool } from '@turnpike/database';

import { int4Array, uuidArray } from './binary-array.js';
import { type LedgerRefusal } from './claim.js';
import { refusalOf, type RefusalRow, wouldGrant } from './refusal.js';
import { isHeld } from './reservation.sql.js';

/** Which challenge to explain, for whom. */
export interface Refused {
  readonly key: string;
  readonly merchantId: number;
  readonly mode: 0 | 1;
  readonly requireSettled: boolean;
}

const EXPLAIN = `
SELECT e.position::int4, l.key IS NOT NULL AS known, l.revoked_at IS NOT NULL AS revoked, l.settlement,
       l.max_uses IS NOT NULL AND l.uses_committed + l.uses_reserved >= l.max_uses AS exhausted,
       l.uses_reserved > 0 AND ${isHeld('e.key', '$4')} AS held
FROM unnest($1::uuid[], $2::int4[], $3::int4[]) WITH ORDINALITY AS e (key, merchant_id, mode, position)
LEFT JOIN challenge_ledger l ON l.key = e.key AND l.merchant_id = e.merchant_id AND l.mode = e.mode
ORDER BY e.position`;

/** Reads why claims were refused. Read-only: it grants nothing and decides nothing. */
export class RefusalRepository {
  constructor(private readonly pool: HotPool) {}

  /** One reason for each, in the order asked. */
  async explain(refused: readonly Refused[], now: Date): Promise<LedgerRefusal[]> {
    return (await this.rows(refused, now)).map(refusalOf);
  }

  /** Why a plain claim of one challenge would be refused now; null if it would be granted. */
  async standing(asked: Refused, now: Date): Promise<LedgerRefusal | null> {
    const [row] = await this.rows([asked], now);
    return row === undefined || wouldGrant(row) ? null : refusalOf(row);
  }

  private async rows(refused: readonly Refused[], now: Date): Promise<RefusalRow[]> {
    const { rows } = await this.pool.query<Omit<RefusalRow, 'requireSettled'>>({
      name: 'explain-refusals',
      text: EXPLAIN,
      values: [
        uuidArray(refused.map((each) => each.key)),
        int4Array(refused.map((each) => each.merchantId)),
        int4Array(refused.map((each) => each.mode)),
        now,
      ],
    });
    return rows.map((row, index) => ({ ...row, requireSettled: refused[index]?.requireSettled ?? false }));
  }
}
