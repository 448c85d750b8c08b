import { HotPool } from '@turnpike/database';

import { int4Array, uuidArray } from './binary-array.js';
import { type Claim, type LedgerRefusal } from './claim.js';
import { exhaustionOf, type Obstacles, refusalOf, type RefusalRow, wouldGrant } from './refusal.js';
import { isHeld } from './reservation.sql.js';

/** Which challenge to explain, for whom. */
export interface Refused {
  readonly key: string;
  readonly merchantId: number;
  readonly mode: 0 | 1;
  readonly requireSettled: boolean;
  /** Not a macaroon but a credential of the `Payment` scheme asked. */
  readonly by?: Claim['by'];
}

const PAYMENT = 2;

const EXPLAIN = `
SELECT e.position::int4, l.key IS NOT NULL AS known, l.revoked_at IS NOT NULL AS revoked, l.settlement,
       l.max_uses IS NOT NULL AND l.uses_committed + l.uses_reserved >= l.max_uses AS "isFull",
       l.uses_reserved > 0 AND ${isHeld('e.key', '$4')} AS "isFullHeld",
       e.flags & ${PAYMENT} > 0 AND l.mpp_use_seq IS NOT NULL AS "isTaken",
       l.uses_reserved > 0 AND (SELECT u.state = 0 AND u.reserved_until > $4 FROM challenge_use u
         WHERE u.key = e.key AND u.seq = l.mpp_use_seq) IS TRUE AS "isTakenHeld"
FROM unnest($1::uuid[], $2::int4[], $3::int4[]) WITH ORDINALITY AS e (key, merchant_id, flags, position)
LEFT JOIN challenge_ledger l ON l.key = e.key AND l.merchant_id = e.merchant_id AND l.mode = e.flags & 1
ORDER BY e.position`;

/** Reads why claims were refused. Read-only: it grants nothing and decides nothing. */
export class RefusalRepository {
  constructor(private readonly pool: HotPool) {}

  /** One reason for each, in the order asked. */
  async explain(refused: readonly Refused[], now: Date): Promise<LedgerRefusal[]> {
    return (await this.rows(refused, now)).map(refusalOf);
  }

  /** Why an unnamed claim of one challenge would be refused now; null if it would be granted. */
  async standing(asked: Refused, now: Date): Promise<LedgerRefusal | null> {
    const [row] = await this.rows([asked], now);
    return row === undefined || wouldGrant(row) ? null : refusalOf(row);
  }

  private async rows(refused: readonly Refused[], now: Date): Promise<RefusalRow[]> {
    const { rows } = await this.pool.query<
      Omit<RefusalRow, 'requireSettled' | 'exhausted' | 'held'> & Obstacles
    >({
      name: 'explain-refusals',
      text: EXPLAIN,
      values: [
        uuidArray(refused.map((each) => each.key)),
        int4Array(refused.map((each) => each.merchantId)),
        int4Array(refused.map((each) => each.mode | (each.by === undefined ? 0 : PAYMENT))),
        now,
      ],
    });
    return rows.map((row, index) => ({
      known: row.known,
      revoked: row.revoked,
      settlement: row.settlement,
      ...exhaustionOf(row),
      requireSettled: refused[index]?.requireSettled ?? false,
    }));
  }
}
