import { nextLookUpAt } from './look-up-schedule.js';
import type { LookUpHabits } from './look-up-schedule.js';

const createdAt = new Date('2026-01-01T00:00:00Z');
const at = (seconds: number): Date => new Date(createdAt.getTime() + seconds * 1000);
const invoice = { createdAt, invoiceExpiresAt: at(3600) };
const polling: LookUpHabits = { pushAlive: false, firstStepSeconds: 1, lateLooks: false };
const pushed: LookUpHabits = { ...polling, pushAlive: true };
const custodian: LookUpHabits = { ...polling, lateLooks: true };

/** Seconds after creation of the look that follows one at `age`. */
function next(age: number, habits = polling, pending = false, of = invoice): number | null {
  const look = nextLookUpAt(of, at(age), pending, habits);
  return look === null ? null : (look.getTime() - createdAt.getTime()) / 1000;
}

const MINUTE = 60;
const HOUR = 3600;
const end = HOUR;
const grace = end + 10 * MINUTE;

describe('the next look at an open invoice', () => {
  it.each([
    [0, 1],
    [29, 30],
    [30, 33],
    [119, 122],
    [120, 135],
    [599, 614],
    [600, 660],
    [end, end + 60],
  ])('without push comes %d s after creation at second %d', (age, expected) => {
    expect(next(age)).toBe(expected);
  });

  it.each([
    [0, 15],
    [14, 15],
    [15, 60],
    [60, 120],
    [120, 240],
    [599, 719],
    [600, 900],
  ])('with push alive comes %d s after creation at second %d', (age, expected) => {
    expect(next(age, pushed)).toBe(expected);
  });

  it('comes more slowly at first where the wallet counts calls', () => {
    expect(next(0, { ...polling, firstStepSeconds: 3 })).toBe(3);
    expect(next(30, { ...polling, firstStepSeconds: 3 })).toBe(33);
  });

  it.each([polling, pushed])('falls on the end of the grace and never beyond', (habits) => {
    const looks = Array.from({ length: grace }, (_, age) => next(age, habits) ?? Infinity);
    expect(Math.max(...looks)).toBe(grace);
    expect(looks.at(-1)).toBe(grace);
  });

  it('is always later than now', () => {
    for (const habits of [polling, pushed]) {
      const waits = Array.from({ length: grace * 4 }, (_, n) => (next(n / 4, habits) ?? 0) - n / 4);
      expect(Math.min(...waits)).toBeGreaterThan(0);
    }
  });

  it('keeps the schedule for an invoice that expires before its first step', () => {
    const short = { createdAt, invoiceExpiresAt: at(1) };
    expect(next(0, pushed, false, short)).toBe(15);
    expect(next(600, pushed, false, short)).toBe(601);
  });
});

describe('after the grace', () => {
  it('nothing more is looked at', () => {
    expect(next(grace)).toBeNull();
    expect(next(grace + HOUR)).toBeNull();
  });

  it('a custodian is asked once more an hour and a day after the end', () => {
    expect(next(grace, custodian)).toBe(end + HOUR);
    expect(next(end + HOUR, custodian)).toBe(end + 24 * HOUR);
    expect(next(end + 24 * HOUR, custodian)).toBeNull();
  });

  it('what is pending is followed every 15 minutes for a day', () => {
    expect(next(grace, polling, true)).toBe(grace + 15 * MINUTE);
    expect(next(end + 24 * HOUR - 60, polling, true)).toBe(end + 24 * HOUR);
    expect(next(end + 24 * HOUR, polling, true)).toBeNull();
  });

  it('pending makes no difference before that', () => {
    expect(next(10, polling, true)).toBe(11);
  });
});
