/** A length of time as people write it. */
export interface Duration {
  readonly count: number;
  readonly unit: DurationUnit;
}

/** The units that are offered, in seconds. */
export const durationUnits = { minutes: 60, hours: 3_600, days: 86_400 } as const;

/** A unit that is offered. */
export type DurationUnit = keyof typeof durationUnits;

/** Seconds in the largest unit that holds them without a rest; minutes with one otherwise. */
export function durationOf(seconds: number): Duration {
  const units: readonly DurationUnit[] = ['days', 'hours', 'minutes'];
  const unit = units.find((one) => seconds % durationUnits[one] === 0) ?? 'minutes';
  return { count: seconds / durationUnits[unit], unit };
}

/** A length of time in whole seconds. */
export function secondsOf({ count, unit }: Duration): number {
  return Math.round(count * durationUnits[unit]);
}
