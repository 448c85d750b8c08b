import { acceptedFrom, readOldPrices, rememberPrice } from './old-prices.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20, 12, 0, second));

describe('a price that has risen', () => {
  it('is taken until its time is over, and not a moment longer', () => {
    const old = rememberPrice([], 5, at(10), at(0));
    expect(acceptedFrom(20, old, at(9))).toBe(5);
    expect(acceptedFrom(20, old, at(10))).toBe(20);
  });

  it('is remembered beside others, each for its own time', () => {
    const old = rememberPrice(rememberPrice([], 5, at(10), at(0)), 7, at(20), at(5));
    expect([acceptedFrom(9, old, at(9)), acceptedFrom(9, old, at(15)), acceptedFrom(9, old, at(20))]).toEqual(
      [5, 7, 9],
    );
  });

  it('does not make what has become cheaper dearer', () => {
    expect(acceptedFrom(3, rememberPrice([], 5, at(10), at(0)), at(1))).toBe(3);
  });

  it('keeps the longer time of the same price, and few in all', () => {
    let old = rememberPrice(rememberPrice([], 5, at(20), at(0)), 5, at(10), at(0));
    expect(old).toEqual([{ sats: 5, until: at(20).toISOString() }]);
    for (let sats = 6; sats < 60; sats += 1) old = rememberPrice(old, sats, at(30), at(0));
    expect(old).toHaveLength(16);
    expect(old[0]?.sats).toBe(5);
  });

  it.each([null, {}, [{ sats: 0, until: 'x' }], [{ sats: '5' }], ['x']])('is not read from %j', (stored) => {
    expect(readOldPrices(stored)).toEqual([]);
  });
});
