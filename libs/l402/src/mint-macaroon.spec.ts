import fc from 'fast-check';
import knownAnswer from '../../../test/vectors/macaroon/known-answer.json' with { type: 'json' };
import { mintMacaroon } from './mint-macaroon.js';
import type { Sats } from './sats.js';
import { readable } from './testing/attenuate.js';
import { KEYS, MINT_TERMS } from './testing/known-answer.js';
import { newTokenId } from './token-id.js';

const BODY_SHA256 = 'ab'.repeat(32);

describe('mintMacaroon', () => {
  it('mints the known answer, again and again', () => {
    expect(mintMacaroon(MINT_TERMS, KEYS)).toBe(knownAnswer.base64);
    expect(mintMacaroon(MINT_TERMS, KEYS)).toBe(knownAnswer.base64);
  });

  it('takes null and absent for the same', () => {
    expect(mintMacaroon({ ...MINT_TERMS, method: null, bodySha256: null }, KEYS)).toBe(knownAnswer.base64);
  });

  it('binds method and body if asked, the hash in lower case', () => {
    const bound = { ...MINT_TERMS, method: 'GET', bodySha256: BODY_SHA256.toUpperCase() };
    const caveats = readable(mintMacaroon(bound, KEYS)).caveats.map(String);
    expect(caveats.slice(4)).toEqual(['method=GET', `body_sha256=${BODY_SHA256}`]);
  });

  it('keeps any resource to its one caveat', () => {
    const unit = fc.constantFrom(
      '=',
      ',',
      ':',
      ';',
      '"',
      '\\',
      '/',
      'é',
      '\u2028',
      'expires=1',
      '\npath=',
      '\u0000',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 12 }), (parts) => {
        const resource = `/${parts.join('')}`;
        const mint = (): string => mintMacaroon({ ...MINT_TERMS, resource }, KEYS);
        if (/[\n\0\ud800]/.test(resource)) {
          expect(mint).toThrow(RangeError);
        } else {
          const caveats = readable(mint()).caveats.map(String);
          expect(caveats).toEqual([
            `path=${resource}`,
            ...knownAnswer.caveats.slice(1).map(({ text }) => text),
          ]);
        }
      }),
    );
  });

  it('has room for the longest terms there are', () => {
    const longest = {
      ...MINT_TERMS,
      resource: 'é'.repeat(1_024),
      amountSats: Number.MAX_SAFE_INTEGER as Sats,
      expiresAtSeconds: Number.MAX_SAFE_INTEGER,
      method: 'M'.repeat(32),
      bodySha256: BODY_SHA256,
    };
    expect(readable(mintMacaroon(longest, KEYS)).caveats).toHaveLength(6);
  });

  it.each([
    ['a blank resource', { resource: ' ' }],
    ['a resource of 2,049 bytes', { resource: 'a'.repeat(2_049) }],
    ['no satoshi', { amountSats: 0 as Sats }],
    ['half a satoshi', { amountSats: 0.5 as Sats }],
    ['a time with a fraction', { expiresAtSeconds: 1_893_456_000.5 }],
    ['no time', { expiresAtSeconds: NaN }],
    ['a method in lower case', { method: 'get' }],
    ['an empty method', { method: '' }],
    ['half a body hash', { bodySha256: 'abcd' }],
    ['a master key that is not there', { tokenId: newTokenId(8, 'test') }],
    ['kid 0', { tokenId: new Uint8Array(32) }],
  ])('refuses %s', (_, terms) => {
    expect(() => mintMacaroon({ ...MINT_TERMS, ...terms }, KEYS)).toThrow(RangeError);
  });
});
