import type { Challenge, Settlement } from '../../api/shapes/challenges.js';
import { StatusBadge } from '../../ui/status-badge.js';
import type { Tone } from '../../ui/status-badge.js';

const settlements: Readonly<Record<Settlement, { readonly tone: Tone; readonly text: string }>> = {
  open: { tone: 'calm', text: 'Open' },
  settled: { tone: 'good', text: 'Settled' },
  expired: { tone: 'calm', text: 'Expired' },
  unknown: { tone: 'warn', text: 'Unknown' },
};

/** Whether a challenge was paid; that it was revoked matters more. */
export function ChallengeBadge({
  challenge,
}: {
  readonly challenge: Pick<Challenge, 'status' | 'revokedAt' | 'uses'>;
}) {
  if (challenge.revokedAt !== null) return <StatusBadge tone="bad">Revoked</StatusBadge>;
  if (challenge.status === 'unpaid') return <StatusBadge tone="warn">Open</StatusBadge>;
  if (challenge.status === 'expired') return <StatusBadge tone="calm">Expired</StatusBadge>;
  return <StatusBadge tone="good">{challenge.uses > 0 ? 'Used' : 'Paid'}</StatusBadge>;
}

/** The wallet's own word about the invoice. */
export function SettlementBadge({ settlement }: { readonly settlement: Settlement }) {
  const { tone, text } = settlements[settlement];
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}
