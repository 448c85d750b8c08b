import fc from 'fast-check';
import { parseDecimal } from './decimal.js';

describe('parseDecimal', () => {
  it('reads every number from 1 to 2^53-1 in its one spelling', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (value) => {
        expect(parseDecimal(String(value))).toBe(value);
      }),
    );
    expect(parseDecimal('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('reads nothing else', () => {
    const unit = fc.constantFrom('0', '1', '9', '+', '-', '.', 'e', 'x', ' ', ',', '\u0661');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 18 }), (text) => {
        const value = parseDecimal(text);
        expect(value === null || String(value) === text).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(
      ['', '0', '01', '9007199254740992', '9999999999999999', '10000000000000000'].map(parseDecimal),
    ).toEqual(Array(6).fill(null));
  });
});
