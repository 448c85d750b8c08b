import vectors from '../../../test/vectors/macaroon/bytes.json' with { type: 'json' };
import knownAnswer from '../../../test/vectors/macaroon/known-answer.json' with { type: 'json' };
import { decodeMacaroon, encodeMacaroon } from './macaroon.js';
import { fromPieces } from './testing/pieces.js';

const KNOWN = Buffer.from(knownAnswer.hex, 'hex');

describe('decodeMacaroon', () => {
  it('reads the known answer, part by part', () => {
    expect(decodeMacaroon(KNOWN)).toEqual({
      identifier: Buffer.from(knownAnswer.identifier, 'hex'),
      caveats: knownAnswer.caveats.map(({ text }) => Buffer.from(text)),
      signature: Buffer.from(knownAnswer.caveats.at(-1)?.signature ?? '', 'hex'),
    });
  });

  it.each(vectors.readable)('reads: $name', ({ pieces, caveats }) => {
    expect(decodeMacaroon(fromPieces(pieces))).toMatchObject({ caveats: { length: caveats } });
  });

  it.each(vectors.refused)('refuses: $name ($fault)', ({ pieces, fault }) => {
    expect(decodeMacaroon(fromPieces(pieces))).toBe(fault);
  });

  it('refuses every beginning of a macaroon', () => {
    for (let length = 1; length < KNOWN.length; length += 1) {
      expect(decodeMacaroon(KNOWN.subarray(0, length))).toBe('cut_short');
    }
  });

  it('refuses a macaroon with any byte after it', () => {
    for (let byte = 0; byte <= 0xff; byte += 1) {
      expect(decodeMacaroon(Buffer.concat([KNOWN, Buffer.of(byte)]))).toBe('trailing_bytes');
    }
  });
});

describe('encodeMacaroon', () => {
  const macaroon = {
    identifier: Buffer.from(knownAnswer.identifier, 'hex'),
    caveats: knownAnswer.caveats.map(({ text }) => Buffer.from(text)),
    signature: Buffer.from(knownAnswer.caveats.at(-1)?.signature ?? '', 'hex'),
  };

  it('writes the known answer, byte for byte', () => {
    expect(encodeMacaroon(macaroon, knownAnswer.location).toString('hex')).toBe(knownAnswer.hex);
  });

  it('reads back what it writes, lengths of one and of two bytes', () => {
    const caveats = [1, 127, 128, 129, 2_100].map((length) => Buffer.alloc(length, 0x61));
    const written = { ...macaroon, caveats };
    expect(decodeMacaroon(encodeMacaroon(written, 'l'.repeat(128)))).toEqual(written);
  });

  it.each([
    ['a caveat of no bytes', { ...macaroon, caveats: [Buffer.alloc(0)] }, 'turnpike'],
    ['a caveat of 2,101 bytes', { ...macaroon, caveats: [Buffer.alloc(2_101, 0x61)] }, 'turnpike'],
    ['65 caveats', { ...macaroon, caveats: Array<Buffer>(65).fill(Buffer.of(0x61)) }, 'turnpike'],
    [
      'over 4,096 bytes',
      { ...macaroon, caveats: Array<Buffer>(2).fill(Buffer.alloc(2_000, 0x61)) },
      'turnpike',
    ],
    ['a signature of 31 bytes', { ...macaroon, signature: Buffer.alloc(31) }, 'turnpike'],
    ['kid 0', { ...macaroon, identifier: Buffer.alloc(66) }, 'turnpike'],
    ['a location of 129 bytes', macaroon, 'l'.repeat(129)],
  ])('refuses to write what nobody could read: %s', (_, unreadable, location) => {
    expect(() => encodeMacaroon(unreadable, location)).toThrow(RangeError);
  });
});
