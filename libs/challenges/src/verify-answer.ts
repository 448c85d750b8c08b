import { type ContextMember, type OpenedCredential, REASON_TEXT, type Reason } from '@turnpike/l402';

import { type ClaimAnswer } from './claim.js';
import { challengeKeyOf } from './challenge-key.js';
import { rfc3339FromSeconds } from './rfc3339.js';
import { formatUseId } from './use-id.js';

/** The answer of verify, all members always present; if `valid` is false all but `error`, `reason`, `missing` are `null`. */
export interface VerifyAnswer {
  readonly valid: boolean;
  readonly resource: string | null;
  readonly merchantId: number | null;
  readonly amountSats: number | null;
  readonly paymentHash: string | null;
  readonly error: string | null;
  readonly reason: Reason | null;
  /** With `missing_context`: the members to send. */
  readonly missing?: readonly ContextMember[];
  /** When the token expires. */
  readonly expiresAt: string | null;
  /** `null` if the challenge is unlimited. */
  readonly usesRemaining: number | null;
  readonly useId: string | null;
  /** For a draft-00 credential of the `Payment` scheme: the value of the header `Payment-Receipt`. */
  readonly mppReceipt?: string;
}

/** An answer, and whether it repeats the answer to an earlier call with the same request id. */
export interface VerifyResult {
  readonly answer: VerifyAnswer;
  readonly replayed: boolean;
}

/** The answer for an admitted call. */
export function admitted(opened: OpenedCredential, claim: ClaimAnswer & { granted: true }): VerifyResult {
  return {
    answer: {
      valid: true,
      resource: opened.resource,
      merchantId: opened.merchantId,
      amountSats: opened.amountSats,
      paymentHash: opened.paymentHash,
      error: null,
      reason: null,
      expiresAt: rfc3339FromSeconds(opened.expiresAtSeconds),
      usesRemaining: claim.usesRemaining,
      useId: claim.seq === null ? null : formatUseId(challengeKeyOf(opened.tokenId), claim.seq),
    },
    replayed: claim.replayed,
  };
}

function refusal(reason: Reason): VerifyAnswer {
  return {
    valid: false,
    resource: null,
    merchantId: null,
    amountSats: null,
    paymentHash: null,
    error: REASON_TEXT[reason],
    reason,
    expiresAt: null,
    usesRemaining: null,
    useId: null,
  };
}

/** Made once, as garbage must cost little. */
const REFUSALS = new Map<Reason, VerifyResult>(
  (Object.keys(REASON_TEXT) as Reason[]).map((reason) => [
    reason,
    { answer: refusal(reason), replayed: false },
  ]),
);

/** The answer for a refused call. */
export function turnedDown(reason: Reason, missing?: readonly ContextMember[]): VerifyResult {
  const made = missing === undefined ? REFUSALS.get(reason) : undefined;
  if (made !== undefined) return made;
  const answer = refusal(reason);
  return { answer: missing === undefined ? answer : { ...answer, missing }, replayed: false };
}
