import fc from 'fast-check';
import vectors from '../../../test/vectors/macaroon/base64.json' with { type: 'json' };
import { decodeBase64, encodeBase64 } from './base64.js';

describe('decodeBase64', () => {
  it.each(vectors.accepted)('reads $text', ({ text, hex }) => {
    expect(decodeBase64(text)?.toString('hex')).toBe(hex);
  });

  it.each(vectors.refused)('refuses $text: $why', ({ text }) => {
    expect(decodeBase64(text)).toBeNull();
  });

  it('reads all four spellings of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
        const bytes = Buffer.from(array);
        const standard = encodeBase64(bytes);
        const urlSafe = standard.replaceAll('+', '-').replaceAll('/', '_');
        for (const text of [standard, urlSafe, standard.replaceAll('=', ''), urlSafe.replaceAll('=', '')]) {
          expect(decodeBase64(text)).toEqual(bytes);
        }
      }),
    );
  });

  it('takes no text that is not one of the four spellings of what it reads', () => {
    const alphabet = fc.constantFrom('A', 'B', 'Q', 'z', '0', '9', '+', '/', '-', '_', '=', ' ', '\n', 'é');
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 9 }), (text) => {
        const bytes = decodeBase64(text);
        if (bytes === null) return;
        const standard = bytes.toString('base64');
        const unified = text.replaceAll('-', '+').replaceAll('_', '/');
        expect([standard, standard.replaceAll('=', '')]).toContain(unified);
        expect(/[+/]/.test(text) && /[-_]/.test(text)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('encodeBase64', () => {
  it('writes the standard alphabet with padding', () => {
    expect(encodeBase64(Buffer.of(0xff, 0xef, 0xff, 0xfb))).toBe('/+//+w==');
  });
});
