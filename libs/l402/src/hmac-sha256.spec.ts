import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { hmacSha256, newDigest } from './hmac-sha256.js';

const hmac = (key: Uint8Array, message: Uint8Array): string =>
  hmacSha256(key, message, newDigest()).toString('hex');

describe('hmacSha256', () => {
  it('gives the answers of RFC 4231', () => {
    expect(hmac(Buffer.alloc(20, 0x0b), Buffer.from('Hi There'))).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect(hmac(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    expect(hmac(Buffer.alloc(20, 0xaa), Buffer.alloc(50, 0xdd))).toBe(
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    );
  });

  it('agrees with createHmac for every key and message it takes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 4_096 }), (key, message) => {
        expect(hmac(key, message)).toBe(createHmac('sha256', key).update(message).digest('hex'));
      }),
    );
  });

  it('leaves nothing of a long message in a short one', () => {
    const key = Buffer.alloc(32, 7);
    hmac(key, Buffer.alloc(4_096, 0xff));
    expect(hmac(key, Buffer.from('a'))).toBe(createHmac('sha256', key).update('a').digest('hex'));
  });

  it('may write over its own key, as a signature chain does', () => {
    const key = Buffer.alloc(32, 7);
    const expected = createHmac('sha256', key).update('a').digest('hex');
    expect(hmacSha256(key, Buffer.from('a'), key).toString('hex')).toBe(expected);
    expect(key.toString('hex')).toBe(expected);
  });

  it('refuses a key over one block and a message over 4,096 bytes', () => {
    expect(() => hmac(Buffer.alloc(65), Buffer.alloc(1))).toThrow(RangeError);
    expect(() => hmac(Buffer.alloc(32), Buffer.alloc(4_097))).toThrow(RangeError);
  });
});
