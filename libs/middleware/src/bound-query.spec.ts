import fc from 'fast-check';

import { boundQuery, RefusedQuery } from './bound-query.js';

describe('boundQuery', () => {
  it.each([
    [null, ''],
    ['', ''],
    ['x=1', ''],
    ['a=1&x=2', 'a=1'],
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=1', 'a=2&a=1'],
    ['%61=%31', 'a=1'],
    ['a=x+y', 'a=x%20y'],
    ['a=x%20y', 'a=x%20y'],
    ['a=x%2By', 'a=x%2By'],
    ['a', 'a='],
    ['a=', 'a='],
    ['a=b=c', 'a=b%3Dc'],
    ['a=1%262', 'a=1%262'],
    ['A=1', ''],
    ['&&a=1&', 'a=1'],
    ['a=%c3%a9', 'a=%C3%A9'],
  ])('reads %p as %p', (query, expected) => {
    expect(boundQuery(query, ['a', 'b'])).toBe(expected);
  });

  it.each(['a=%zz', 'a=%', 'a=%ff', 'a[]=1', 'a%5B%5D=1', '[a]=1', 'a[x]=1', 'a.x=1', 'x=1&b[0]=2'])(
    'refuses %p, which parsers read differently',
    (query) => {
      expect(() => boundQuery(query, ['a', 'b'])).toThrow(RefusedQuery);
    },
  );

  it('refuses more parameters than parsers read', () => {
    expect(() => boundQuery('x&'.repeat(200), ['a'])).toThrow(RefusedQuery);
  });

  it('leaves alone what is not chosen, however odd', () => {
    expect(boundQuery('x=%zz&y[]=1&%zz=1', ['a'])).toBe('');
  });

  it('gives one text for one meaning, and another for another', () => {
    const pair = fc.tuple(fc.constantFrom('a', 'b', 'x'), fc.string({ unit: 'grapheme', maxLength: 4 }));
    const meaning = (pairs: [string, string][]) =>
      JSON.stringify(
        ['a', 'b'].map((name) => pairs.filter(([one]) => one === name).map(([, value]) => value)),
      );
    const text = (pairs: [string, string][]) => new URLSearchParams(pairs).toString();
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 5 }), fc.array(pair, { maxLength: 5 }), (one, other) => {
        const [first, second] = [boundQuery(text(one), ['a', 'b']), boundQuery(text(other), ['b', 'a'])];
        expect(first === second).toBe(meaning(one) === meaning(other));
        expect(boundQuery(first, ['a', 'b'])).toBe(first);
      }),
    );
  });
});
