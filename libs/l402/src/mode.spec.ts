import { modeFromNumber, modeNumber, otherMode } from './mode.js';

describe('mode', () => {
  it('is stored as 0 for test and 1 for live, and comes back', () => {
    expect([modeNumber('test'), modeNumber('live')]).toEqual([0, 1]);
    expect([modeFromNumber(0), modeFromNumber(1)]).toEqual(['test', 'live']);
  });

  it.each([2, -1, 0.5, NaN])('is not made of %p', (stored) => {
    expect(() => modeFromNumber(stored)).toThrow(RangeError);
  });

  it('has one other', () => {
    expect([otherMode('test'), otherMode('live')]).toEqual(['live', 'test']);
  });
});
