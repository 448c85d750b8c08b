import { parseSats } from './sats.js';

describe('parseSats', () => {
  it.each([1, 25, 100_000_000, Number.MAX_SAFE_INTEGER])('takes %p', (amount) => {
    expect(parseSats(amount)).toBe(amount);
  });

  it.each([
    0,
    -0,
    -1,
    0.5,
    25.5,
    Number.MAX_SAFE_INTEGER + 1,
    Infinity,
    NaN,
    '25',
    25n,
    null,
    undefined,
    [25],
  ])('refuses %p', (amount) => {
    expect(parseSats(amount)).toBeNull();
  });
});
