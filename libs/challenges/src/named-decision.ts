import { type Claim, type ClaimAnswer, type LedgerRefusal } from './claim.js';
import { exhaustionOf, refusalOf } from './refusal.js';
import { SETTLEMENT_CODE } from './settlement.js';
import { USE_STATE, type UseStateCode } from './use-state.js';

/** A challenge's ledger row as locked; the counters move on as claims are decided. */
export interface LockedRow {
  readonly merchantId: number;
  readonly mode: number;
  readonly maxUses: number | null;
  readonly settlement: number;
  readonly revoked: boolean;
  /** A live reservation stands on it. */
  held: boolean;
  usesCommitted: number;
  usesReserved: number;
  usesMade: number;
  /** The use that a draft-00 credential has; null if none has. */
  mppUseSeq: number | null;
  /** That use is reserved and may be given back. */
  mppHeld: boolean;
}

/** A use that a request id was given before. */
export interface NamedUse {
  readonly seq: number;
  readonly fingerprint: string;
  state: UseStateCode;
}

/** What a granted claim writes: a new use row, or a released one taken up again. */
export interface UseWrite {
  readonly claim: Claim;
  readonly seq: number;
  readonly state: UseStateCode;
  readonly retaken: boolean;
}

/** The answer to one claim, and the row to write for it if there is one. */
export interface Decision {
  readonly answer: ClaimAnswer;
  readonly write: UseWrite | null;
}

/**
 * Decides one named claim against a locked row and the uses its request id was given before, and moves both on, so that
 * the next claim of the batch is decided against what this one did. Pure but for that.
 */
export function decideNamed(claim: Claim, row: LockedRow | null, uses: NamedUse[]): Decision {
  if (row?.merchantId !== claim.merchantId || row.mode !== claim.mode) return refused('unknown_challenge');
  if (row.revoked) return refused('revoked');

  const fingerprint = claim.fingerprint?.toString('hex') ?? '';
  const live = uses.find((use) => use.state !== USE_STATE.released);
  if (live && live.fingerprint !== fingerprint) return refused('request_id_reused');

  const { exhausted, held } = exhaustionOf({
    isFull: !live && row.maxUses !== null && row.usesCommitted + row.usesReserved >= row.maxUses,
    isFullHeld: row.held,
    isTaken: !live && claim.by !== undefined && row.mppUseSeq !== null,
    isTakenHeld: row.mppHeld,
  });
  const unsettled = claim.requireSettled && row.settlement !== SETTLEMENT_CODE.settled;
  if (exhausted || unsettled) {
    const { settlement } = row;
    const { requireSettled } = claim;
    return refused(refusalOf({ known: true, revoked: false, exhausted, held, settlement, requireSettled }));
  }
  if (live) return granted(row, live.seq, true);
  return grantUse(claim, row, uses, fingerprint);
}

function grantUse(claim: Claim, row: LockedRow, uses: NamedUse[], fingerprint: string): Decision {
  const state = claim.reserve ? USE_STATE.reserved : USE_STATE.committed;
  if (claim.reserve) {
    row.usesReserved += 1;
    row.held = true;
  } else {
    row.usesCommitted += 1;
  }

  const released = uses.find((use) => use.fingerprint === fingerprint);
  const seq = released ? released.seq : row.usesMade + 1;
  if (released) {
    released.state = state;
  } else {
    row.usesMade += 1;
    uses.push({ seq, fingerprint, state });
  }
  if (claim.by === 'payment') {
    row.mppUseSeq = seq;
    row.mppHeld = claim.reserve;
  }
  return { ...granted(row, seq, false), write: { claim, seq, state, retaken: released !== undefined } };
}

function granted(row: LockedRow, seq: number, replayed: boolean): Decision {
  const usesRemaining = row.maxUses === null ? null : row.maxUses - row.usesCommitted - row.usesReserved;
  return { answer: { granted: true, usesRemaining, seq, replayed }, write: null };
}

function refused(reason: LedgerRefusal): Decision {
  return { answer: { granted: false, reason }, write: null };
}
