import fc from 'fast-check';
import { isOctetString, isUtf8, octetsFromBytes, octetsFromHex, percentEncode } from './octets.js';

describe('octets', () => {
  it('come out of bytes and of hexadecimal one character each', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.boolean(), (bytes, upper) => {
        const hex = Buffer.from(bytes).toString('hex');
        expect(octetsFromBytes(bytes)).toBe(Buffer.from(bytes).toString('latin1'));
        expect(octetsFromHex(upper ? hex.toUpperCase() : hex)).toBe(octetsFromBytes(bytes));
      }),
    );
  });

  it('are recognised, and told from text with wider characters', () => {
    expect(isOctetString('\u0000a\u00ff')).toBe(true);
    expect(isOctetString('a\u0100')).toBe(false);
    expect(isOctetString('\u{1f600}')).toBe(false);
  });

  it('are UTF-8 exactly when Buffer can read and write them back', () => {
    const octets = fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.string({ unit: 'binary' }).map((text) => Uint8Array.from(Buffer.from(text, 'utf8'))),
    );
    fc.assert(
      fc.property(octets, (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(isUtf8(octetsFromBytes(bytes))).toBe(Buffer.from(buffer.toString('utf8')).equals(buffer));
      }),
    );
  });

  it.each(['', '0', '0g', '00 00'])('do not come out of %j', (text) => {
    expect(octetsFromHex(text)).toBeNull();
  });

  it('are escaped with two upper-case digits', () => {
    expect(['\n', '/', '\u00ff'].map(percentEncode)).toEqual(['%0A', '%2F', '%FF']);
  });
});
