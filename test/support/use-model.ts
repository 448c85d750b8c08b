/** What the state table of uses says, in memory and one step at a time: the oracle of the ledger's tests. */
export interface ModelUse {
  readonly state: 'reserved' | 'committed' | 'released';
  readonly requestId: string | null;
  readonly fingerprint: string | null;
  /** Milliseconds; only while reserved. */
  readonly reservedUntil: number;
}

/** One challenge. Uses that have a row stand at their sequence number minus one; plain ones of unlimited challenges are `null`. */
export interface ModelChallenge {
  readonly maxUses: number | null;
  readonly uses: readonly (ModelUse | null)[];
  readonly revoked: boolean;
  /** Which use a draft-00 credential of the `Payment` scheme has, from 0; null if none. */
  readonly mppUse: number | null;
}

/** One call; without `by` it comes with a macaroon. */
export type ModelCall =
  | { readonly call: 'plain'; readonly by?: 'preimage' | undefined }
  | {
      readonly call: 'named';
      readonly requestId: string | null;
      readonly fingerprint: string;
      readonly reserve: boolean;
      readonly by?: 'payment' | 'preimage' | undefined;
    }
  | { readonly call: 'commit' | 'release'; readonly seq: number };

/** Its answer, as text, so that answers compare by value. */
export type ModelAnswer = string;

/** Lifetime of a reservation in milliseconds. */
export const RESERVATION_MILLIS = 120_000;

const lapsed = (use: ModelUse | null, now: number) => use?.state === 'reserved' && use.reservedUntil <= now;

function left(challenge: ModelChallenge): number | null {
  if (challenge.maxUses === null) return null;
  return challenge.maxUses - challenge.uses.filter((use) => use?.state !== 'released').length;
}

function at(uses: readonly (ModelUse | null)[], index: number, use: ModelUse): (ModelUse | null)[] {
  return uses.map((old, i) => (i === index ? use : old));
}

/** The answer to a call and the challenge after it. */
export function step(
  challenge: ModelChallenge,
  call: ModelCall,
  now: number,
): { answer: ModelAnswer; after: ModelChallenge } {
  if (call.call === 'commit' || call.call === 'release') return decide(challenge, call.call, call.seq, now);
  const refuse = (reason: string) => ({ answer: reason, after: challenge });
  if (challenge.revoked) return refuse('revoked');
  const named = call.call === 'named' ? call : null;
  const requestId = named?.requestId ?? null;
  const sameName = (use: ModelUse | null) => requestId !== null && use?.requestId === requestId;
  const live = challenge.uses.findIndex((use) => sameName(use) && use?.state !== 'released');
  if (live >= 0) {
    if (challenge.uses[live]?.fingerprint !== named?.fingerprint) return refuse('request_id_reused');
    return { answer: `yes ${String(live + 1)} left ${String(left(challenge))} again`, after: challenge };
  }
  const isHeld = (use: ModelUse | null | undefined) => use?.state === 'reserved' && !lapsed(use, now);
  const taken =
    !('by' in call) || call.by === undefined || challenge.mppUse === null
      ? []
      : [challenge.uses[challenge.mppUse]];
  const full = left(challenge) === 0;
  if (full || taken.length > 0) {
    const mayPass = (!full || challenge.uses.some(isHeld)) && taken.every(isHeld);
    return refuse(mayPass ? 'uses_reserved' : 'used_up');
  }
  return take(challenge, named, now);
}

function take(challenge: ModelChallenge, named: (ModelCall & { call: 'named' }) | null, now: number) {
  const use: ModelUse = {
    state: named?.reserve === true ? 'reserved' : 'committed',
    requestId: named?.requestId ?? null,
    fingerprint: named?.requestId == null ? null : named.fingerprint,
    reservedUntil: now + RESERVATION_MILLIS,
  };
  const released = challenge.uses.findIndex(
    (old) =>
      use.requestId !== null && old?.requestId === use.requestId && old.fingerprint === use.fingerprint,
  );
  const hasRow = named !== null || challenge.maxUses !== null;
  const uses = released >= 0 ? at(challenge.uses, released, use) : [...challenge.uses, hasRow ? use : null];
  const mppUse =
    named?.by !== 'payment' ? challenge.mppUse : released >= 0 ? released : challenge.uses.length;
  const after = { ...challenge, uses, mppUse };
  const seq = hasRow ? String(released >= 0 ? released + 1 : uses.length) : 'null';
  return { answer: `yes ${seq} left ${String(left(after))}`, after };
}

function decide(challenge: ModelChallenge, call: 'commit' | 'release', seq: number, now: number) {
  const use = challenge.uses[seq - 1];
  if (!use) return { answer: 'not_found', after: challenge };
  const state = lapsed(use, now) ? 'committed' : use.state;
  const to = call === 'commit' ? 'committed' : 'released';
  if (state !== 'reserved' && state !== to) return { answer: `conflict ${state}`, after: challenge };
  const isGivenBack = to === 'released' && challenge.mppUse === seq - 1;
  const after = {
    ...challenge,
    uses: at(challenge.uses, seq - 1, { ...use, state: to }),
    mppUse: isGivenBack ? null : challenge.mppUse,
  };
  return { answer: `${to} left ${String(left(after))}`, after };
}

/**
 * Whether answers that were given at the same time could have been given one after the other, in any order; if so, the
 * challenge after them.
 */
export function explainTogether(
  challenge: ModelChallenge,
  calls: readonly ModelCall[],
  answers: readonly ModelAnswer[],
  now: number,
): ModelChallenge | null {
  if (calls.length === 0) return challenge;
  for (let i = 0; i < calls.length; i += 1) {
    const call = calls[i];
    if (!call) continue;
    const { answer, after } = step(challenge, call, now);
    if (answer !== answers[i]) continue;
    const rest = <T>(list: readonly T[]) => list.filter((_, index) => index !== i);
    const end = explainTogether(after, rest(calls), rest(answers), now);
    if (end) return end;
  }
  return null;
}
