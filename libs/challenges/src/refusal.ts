import { type LedgerRefusal } from './claim.js';
import { SETTLEMENT_CODE } from './settlement.js';

/** What the row says, as far as refusing goes. */
export interface RefusalRow {
  readonly known: boolean;
  readonly revoked: boolean;
  readonly exhausted: boolean;
  /** A reservation that may still be released stands on it. */
  readonly held: boolean;
  readonly settlement: number | null;
  /** The claim needs the wallet's word. */
  readonly requireSettled: boolean;
}

/** What of a row keeps a claim from a use: none left, or, for the `Payment` scheme, its one use is taken. */
export interface Obstacles {
  readonly isFull: boolean;
  readonly isFullHeld: boolean;
  readonly isTaken: boolean;
  readonly isTakenHeld: boolean;
}

/** Whether a row is exhausted, and whether by reservations alone, so that it may have a use again. */
export function exhaustionOf(row: Obstacles): Pick<RefusalRow, 'exhausted' | 'held'> {
  return {
    exhausted: row.isFull || row.isTaken,
    held: (!row.isFull || row.isFullHeld) && (!row.isTaken || row.isTakenHeld),
  };
}

/**
 * The first reason in the fixed order that fits the row. A row that has changed since it refused and would grant now gets
 * a reason that passes, so that the caller tries again.
 */
export function refusalOf(row: RefusalRow): LedgerRefusal {
  if (!row.known) return 'unknown_challenge';
  if (row.revoked) return 'revoked';
  if (row.exhausted) return row.held ? 'uses_reserved' : 'used_up';
  if (!row.requireSettled) return 'uses_reserved';
  const said = row.settlement === SETTLEMENT_CODE.expired || row.settlement === SETTLEMENT_CODE.open;
  return said ? 'not_settled' : 'settlement_unknown';
}

/** Whether the row grants a plain claim. */
export function wouldGrant(row: RefusalRow): boolean {
  const isSettled = !row.requireSettled || row.settlement === SETTLEMENT_CODE.settled;
  return row.known && !row.revoked && !row.exhausted && isSettled;
}
