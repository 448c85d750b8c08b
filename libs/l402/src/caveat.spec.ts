import vectors from '../../../test/vectors/macaroon/caveats.json' with { type: 'json' };
import { readCaveat, writeCaveat } from './caveat.js';

const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('readCaveat', () => {
  it.each(vectors.ours)('knows $name and takes its value as it is: $value', ({ hex, name, value }) => {
    expect(readCaveat(bytesOf(hex))).toEqual({ name, value });
  });

  it.each(vectors.skipped)('leaves to others what is not ours: $hex', ({ hex }) => {
    expect(readCaveat(bytesOf(hex))).toBe('not_ours');
  });

  it.each(vectors.refused)('refuses $hex: $why', ({ hex }) => {
    expect(readCaveat(bytesOf(hex))).toBe('refused');
  });
});

describe('writeCaveat', () => {
  it('is read back as the one caveat it is, whatever the value holds', () => {
    for (const value of ['expires=1', 'a,path=b', 'a:b;c', '=', '"', 'x\u2028path=/y']) {
      expect(readCaveat(writeCaveat('path', value))).toEqual({ name: 'path', value });
    }
  });
});
