import { kidOf, modeHintOf, newTokenId } from './token-id.js';

describe('newTokenId', () => {
  it('is the kid, then 31 bytes that never come twice', () => {
    const ids = Array.from({ length: 100 }, () => newTokenId(7, 'test'));
    expect(ids.every((id) => id.length === 32 && kidOf(id) === 7)).toBe(true);
    expect(new Set(ids.map((id) => Buffer.from(id).toString('hex'))).size).toBe(100);
  });

  it('is made again from the same random bytes', () => {
    const random = new Uint8Array(31).fill(9);
    expect(newTokenId(255, 'live', random)).toEqual(Uint8Array.of(255, ...random));
  });

  it('tells the mode by one bit and keeps all others random', () => {
    const random = new Uint8Array(31).fill(0xff);
    expect(modeHintOf(newTokenId(1, 'live', random))).toBe('live');
    expect(modeHintOf(newTokenId(1, 'test', random))).toBe('test');
    expect(newTokenId(1, 'test', random)).toEqual(Uint8Array.of(1, 0xfe, ...random.subarray(1)));
  });

  it.each([0, 256, -1, 1.5, NaN])('refuses the kid %p', (kid) => {
    expect(() => newTokenId(kid, 'test')).toThrow(RangeError);
  });

  it('refuses random bytes of another length', () => {
    expect(() => newTokenId(1, 'test', new Uint8Array(32))).toThrow(RangeError);
  });
});
