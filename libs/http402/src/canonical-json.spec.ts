import fc from 'fast-check';
import { canonicalJson, type CanonicalValue } from './canonical-json.js';

const { value } = fc.letrec<{ value: CanonicalValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { noNullPrototype: true }),
  ),
}));

describe('canonicalJson', () => {
  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(value, (any) => {
        expect(JSON.parse(canonicalJson(any))).toEqual(any);
      }),
    );
  });

  it('sorts names by UTF-16 units and has no blanks', () => {
    // The order of the example in RFC 8785, section 3.2.3.
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const object = Object.fromEntries([...sorted].reverse().map((name) => [name, 'x']));
    expect(canonicalJson(object)).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:"x"`).join(',')}}`);
  });

  it('escapes as RFC 8785 section 3.2.2.2 says', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\/"');
  });

  it.each([['\ud800'], [{ a: '\udc00' }], [{ '\ud83d': 'a' }]])(
    'refuses half a surrogate pair: %j',
    (half) => {
      expect(() => canonicalJson(half)).toThrow(RangeError);
    },
  );
});
