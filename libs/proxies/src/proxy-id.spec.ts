import { isProxyId, newProxyId } from './proxy-id.js';

describe('the public id of a proxy', () => {
  it.each([
    ['My API', /^my-api-[a-z2-9]{4}$/],
    ['  Wetter – Köln!  ', /^wetter-ko-ln-[a-z2-9]{4}$/],
    ['天気', /^api-[a-z2-9]{4}$/],
    ['x'.repeat(200), /^x{40}-[a-z2-9]{4}$/],
    ['../../etc', /^etc-[a-z2-9]{4}$/],
  ])('is made of what %s has of letters and digits', (name, expected) => {
    const id = newProxyId(name);
    expect(id).toMatch(expected);
    expect(isProxyId(id)).toBe(true);
  });

  it('differs for two of one name', () => {
    expect(new Set(Array.from({ length: 50 }, () => newProxyId('a'))).size).toBeGreaterThan(45);
  });

  it.each(['', '-a', 'a-', 'A', 'a/b', 'a b', 'a%20', 'a'.repeat(49), '..'])('is not %j', (text) => {
    expect(isProxyId(text)).toBe(false);
  });
});
