import type { SalesTotals } from '../../api/shapes/statistics.js';
import { share } from '../../ui/format.js';

/** One step from the 402 to the token that was used. */
export interface FunnelStep {
  readonly name: string;
  readonly count: number;
  /** What part of the step before it that is; null for the first. */
  readonly note: string | null;
  /** How much of its track a bar fills. */
  readonly percent: number;
}

/**
 * The steps, each counted on the day on which it happened: what was sent before the first of the days and paid after may make a
 * step more than the one before it, and then it is no share of it.
 */
export function funnelSteps({ challenges, paidChallenges, usedChallenges }: SalesTotals): FunnelStep[] {
  const most = Math.max(challenges, paidChallenges, usedChallenges);
  const percent = (count: number): number => (count === 0 ? 0 : Math.max((count / most) * 100, 1));
  const partOf = (count: number, whole: number, done: string): string =>
    count > whole
      ? `more than were ${done} in these days`
      : `${share(count, whole)} of those that were ${done}`;
  return [
    { name: '402 sent', count: challenges, note: null, percent: percent(challenges) },
    {
      name: 'Paid',
      count: paidChallenges,
      note: partOf(paidChallenges, challenges, 'sent'),
      percent: percent(paidChallenges),
    },
    {
      name: 'Used',
      count: usedChallenges,
      note: partOf(usedChallenges, paidChallenges, 'paid'),
      percent: percent(usedChallenges),
    },
  ];
}
