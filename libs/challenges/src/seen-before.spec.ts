import { randomBytes } from 'node:crypto';

import { SeenBefore } from './seen-before.js';

describe('SeenBefore', () => {
  it('knows a name the second time, and every time after', () => {
    const seen = new SeenBefore();
    const name = randomBytes(32);
    expect([1, 2, 3].map(() => seen.again(name))).toEqual([false, true, true]);
  });

  it('takes no name for another, wherever in its last six bytes they differ', () => {
    const seen = new SeenBefore();
    const name = randomBytes(32);
    for (let byte = 26; byte < 32; byte += 1) {
      seen.again(name);
      const other = Buffer.from(name);
      other.writeUInt8(other.readUInt8(byte) ^ 0x21, byte);
      expect(seen.again(other)).toBe(false);
    }
  });

  it('forgets what came long ago: of many names presented by turns few are ever known', () => {
    const seen = new SeenBefore();
    const names = Array.from({ length: 100_000 }, () => randomBytes(32));
    for (const name of names) seen.again(name);
    expect(names.filter((name) => seen.again(name)).length).toBeLessThan(2_000);
  });
});
