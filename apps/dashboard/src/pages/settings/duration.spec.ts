import { durationOf, secondsOf } from './duration.js';

describe('a length of time', () => {
  it.each([
    [600, { count: 10, unit: 'minutes' }],
    [3_600, { count: 1, unit: 'hours' }],
    [2_592_000, { count: 30, unit: 'days' }],
    [5_400, { count: 90, unit: 'minutes' }],
    [330, { count: 5.5, unit: 'minutes' }],
  ])('of %i seconds is written in the largest unit without a rest', (seconds, duration) => {
    expect(durationOf(seconds)).toEqual(duration);
  });

  it.each([120, 330, 601, 3_600, 90_061])('of %i seconds is the same after it was written', (seconds) => {
    expect(secondsOf(durationOf(seconds))).toBe(seconds);
  });
});
