import { REASON_TEXT, type Reason } from '@turnpike/l402';
import { type TokenRefusal } from '@turnpike/statistics';

import { type ChallengeLife, type LivedUse } from './timeline.repository.js';
import { formatUseId } from './use-id.js';
import { useStateAt } from './use-state.js';

/** What can happen to a challenge, in the order in which things of one moment are told. */
export const TIMELINE_KINDS = [
  'minted',
  'paid',
  'settled',
  'first_used',
  'use_reserved',
  'use_committed',
  'use_released',
  'refused',
  'revoked',
  'expired',
] as const;

/** One of them. */
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** Something that happened, and what there is to say of it. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind: TimelineKind;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A challenge's life until now, the earliest first. */
export function timelineOf(
  life: ChallengeLife,
  uses: readonly LivedUse[],
  refusals: readonly TokenRefusal[],
  now: Date,
): TimelineEntry[] {
  const entries = [
    ...ofChallenge(life, now),
    ...uses.flatMap((use) => ofUse(life.key, use, now)),
    ...refusals.map(ofRefusal),
  ];
  const rank = ({ kind }: TimelineEntry): number => TIMELINE_KINDS.indexOf(kind);
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime() || rank(a) - rank(b));
}

function ofChallenge(life: ChallengeLife, now: Date): TimelineEntry[] {
  const { resource, priceSats, payer, idempotencyKey, maxUses, invoiceExpiresAt, tokenExpiresAt } = life;
  const { paidAt, settledAt, receivedMsat, via, firstUsedAt, revokedAt } = life;
  const entries: TimelineEntry[] = [];
  const tell = (at: Date | null, kind: TimelineKind, detail: TimelineEntry['detail'] = {}): void => {
    if (at !== null) entries.push({ at, kind, detail });
  };
  tell(life.createdAt, 'minted', { resource, priceSats, payer, idempotencyKey, maxUses });
  tell(paidAt, 'paid', { amountSats: priceSats });
  tell(settledAt, 'settled', {
    receivedMsat,
    via,
    late: settledAt !== null && settledAt > invoiceExpiresAt,
  });
  tell(firstUsedAt, 'first_used');
  tell(revokedAt, 'revoked');
  const wasPaidInTime = paidAt !== null && paidAt <= invoiceExpiresAt;
  if (invoiceExpiresAt <= now && !wasPaidInTime) tell(invoiceExpiresAt, 'expired', { what: 'invoice' });
  if (tokenExpiresAt <= now) tell(tokenExpiresAt, 'expired', { what: 'token' });
  return entries;
}

function ofUse(key: string, use: LivedUse, now: Date): TimelineEntry[] {
  const { seq, requestId, createdAt, decidedAt, reservedUntil } = use;
  const detail = { useId: formatUseId(key, seq), requestId };
  const state = useStateAt(use.state, reservedUntil, now);
  const entries: TimelineEntry[] = [];
  if (reservedUntil !== null) entries.push({ at: createdAt, kind: 'use_reserved', detail });
  if (state === 'reserved') return entries;
  const at = decidedAt ?? (use.state === 0 ? reservedUntil : null) ?? createdAt;
  return [...entries, { at, kind: state === 'committed' ? 'use_committed' : 'use_released', detail }];
}

function ofRefusal({ reason, count, lastAt }: TokenRefusal): TimelineEntry {
  const error = reason in REASON_TEXT ? REASON_TEXT[reason as Reason] : reason;
  return { at: lastAt, kind: 'refused', detail: { reason, error, count } };
}
