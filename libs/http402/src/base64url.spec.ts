import fc from 'fast-check';
import { base64urlFromText, textFromBase64url } from './base64url.js';

describe('base64url', () => {
  it('is that of RFC 4648 without padding, and comes back as it went, padded or not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = Buffer.from(text);
        expect(base64urlFromText(text)).toBe(bytes.toString('base64url'));
        if (text === '') return;
        expect(textFromBase64url(bytes.toString('base64url'))).toBe(text);
        const padded = bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
        expect(textFromBase64url(padded)).toBe(text);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['the standard alphabet', 'a+b/'],
    ['a blank', 'YW Jj'],
    ['padding inside', 'YQ==YQ=='],
    ['too much padding', 'YWJj==='],
    ['one character', 'A'],
    ['bytes that are no UTF-8', '_w'],
  ])('is not %s', (_what, encoded) => {
    expect(textFromBase64url(encoded)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void textFromBase64url(text)));
  });
});
