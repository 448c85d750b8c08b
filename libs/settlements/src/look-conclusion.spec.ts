import type { Settlement } from '@turnpike/challenges';
import type { InvoiceState } from '@turnpike/wallets';
import { concludeLook, concludeSilence } from './look-conclusion.js';
import type { LookedAt } from './look-conclusion.js';

const createdAt = new Date('2026-01-01T00:00:00Z');
const at = (seconds: number): Date => new Date(createdAt.getTime() + seconds * 1000);
const seconds = (time: Date | null): number | null =>
  time === null ? null : (time.getTime() - createdAt.getTime()) / 1000;

const watch = (settlement: Settlement = 'open'): LookedAt => ({
  createdAt,
  invoiceExpiresAt: at(600),
  settlement,
});
const habits = { pushAlive: false, firstStepSeconds: 1, lateLooks: false };
const look = (state: InvoiceState['is'], age: number, settlement: Settlement = 'open', late = false) => {
  const full: InvoiceState =
    state === 'settled'
      ? { is: state, via: 'lightning' }
      : state === 'unknown'
        ? { is: state, because: 'not-found' }
        : { is: state };
  const { word, nextAt } = concludeLook(watch(settlement), full, at(age), { ...habits, lateLooks: late });
  return [word, seconds(nextAt)];
};

const inTime = 100;
const inGrace = 700;
const graceEnd = 1200;
const day = 86_400;

describe('what follows from a look', () => {
  it.each([0, inTime, inGrace, graceEnd, graceEnd + day])('settled ends the watch at second %d', (age) => {
    expect(look('settled', age)).toEqual(['settled', null]);
  });

  it.each(['open', 'pending'] as const)('%s before the end of the grace stays open', (state) => {
    expect(look(state, inTime)).toEqual(['open', 103]);
    expect(look(state, inGrace, 'unknown')).toEqual(['open', 760]);
    expect(look(state, inGrace, 'expired')).toEqual(['open', 760]);
  });

  it('unknown is on record as unknown, and the watch goes on', () => {
    expect(look('unknown', inTime)).toEqual(['unknown', 103]);
    expect(look('unknown', inGrace, 'expired')).toEqual(['unknown', 760]);
  });

  it.each(['expired', 'cancelled'] as const)('%s ahead of time is believed, and watched on', (state) => {
    expect(look(state, inTime)).toEqual(['expired', 103]);
    expect(look(state, inGrace, 'expired')).toEqual(['expired', 760]);
  });

  it.each(['expired', 'cancelled'] as const)('%s is not believed during the grace', (state) => {
    expect(look(state, 600)).toEqual(['open', 660]);
    expect(look(state, graceEnd - 1, 'unknown')).toEqual(['open', graceEnd]);
  });

  it.each(['open', 'expired', 'cancelled'] as const)('%s at the end of the grace is expired', (state) => {
    expect(look(state, graceEnd)).toEqual(['expired', null]);
    expect(look(state, graceEnd, 'open', true)).toEqual(['expired', 600 + 3600]);
  });

  it('unknown at the end of the grace is never taken for unpaid', () => {
    expect(look('unknown', graceEnd)).toEqual(['unknown', 600 + 3600]);
    expect(look('unknown', 600 + 3600, 'unknown')).toEqual(['unknown', 600 + day]);
    expect(look('unknown', 600 + day, 'unknown')).toEqual(['unknown', null]);
  });

  it('pending after the grace is followed for a day, then nobody knows', () => {
    expect(look('pending', graceEnd)).toEqual(['open', graceEnd + 900]);
    expect(look('pending', 600 + day)).toEqual(['unknown', null]);
  });
});

describe('the receipt of a payment', () => {
  it.each([
    ['before the invoice was made', at(-1)],
    ['yet to come', at(inTime + 1)],
    ['beyond what a database holds', new Date(8.64e15)],
    ['before what a database holds', new Date(-8.64e15)],
    ['none at all', new Date(Number.NaN)],
  ])('bears no time that is %s: the wallet cannot be right', (_what, settledAt) => {
    const state = { is: 'settled', via: 'lightning', settledAt } as const;
    expect(concludeLook(watch(), state, at(inTime), habits).receipt).toEqual({ via: 'lightning' });
  });

  it.each([0, inTime])('bears the wallet’s time where it can be right: second %d', (age) => {
    const state = { is: 'settled', via: 'lightning', settledAt: at(age) } as const;
    const { receipt } = concludeLook(watch(), state, at(inTime), habits);
    expect(receipt).toEqual({ via: 'lightning', settledAt: at(age) });
  });
});

describe('what follows from no answer', () => {
  const silence = (age: number, notBefore: number, settlement: Settlement = 'open') => {
    const { word, nextAt } = concludeSilence(watch(settlement), at(notBefore), at(age), habits);
    return [word, seconds(nextAt)];
  };

  it.each(['open', 'unknown', 'expired'] as const)('in time, nothing: %s stays as it is', (settlement) => {
    expect(silence(inTime, inTime + 5, settlement)).toEqual([settlement, inTime + 5]);
  });

  it('the schedule holds if it is slower than the back-off', () => {
    expect(silence(inGrace, inGrace + 5)).toEqual(['open', inGrace + 60]);
  });

  it('after the grace it counts as unknown, never as expired, and is looked at on', () => {
    expect(silence(graceEnd, graceEnd + 300)).toEqual(['unknown', graceEnd + 300]);
    expect(silence(graceEnd + 300, graceEnd + 600, 'unknown')).toEqual(['unknown', graceEnd + 600]);
  });

  it('takes nothing back that was known', () => {
    expect(silence(600 + 3600, 600 + 3900, 'expired')).toEqual(['expired', 600 + 3900]);
  });

  it('ends after a day', () => {
    expect(silence(600 + day, 600 + day + 5)).toEqual(['unknown', null]);
  });
});
