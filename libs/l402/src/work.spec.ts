import crypto from 'node:crypto';
import vectors from '../../../test/vectors/macaroon/bytes.json' with { type: 'json' };
import { FieldReader } from './field-reader.js';
import { decodeMacaroon } from './macaroon.js';
import { openCredential } from './open-credential.js';
import { attenuate } from './testing/attenuate.js';
import { CREDENTIAL, KEYS, TENANT } from './testing/known-answer.js';
import { mutateBytes } from './testing/mutate-bytes.js';
import { mutateStructure } from './testing/mutate-structure.js';
import { fromPieces } from './testing/pieces.js';
import { Prng } from './testing/prng.js';
import { SPECIMENS } from './testing/specimens.js';

/** Counts how often each byte is looked at. */
class CountingReader extends FieldReader {
  readonly looks: Uint8Array;

  constructor(bytes: Buffer) {
    super(bytes);
    this.looks = new Uint8Array(bytes.length + 1);
  }

  protected override byteAt(position: number): number {
    this.looks[position] = (this.looks[position] ?? 0) + 1;
    return super.byteAt(position);
  }
}

function mostLooks(bytes: Buffer): number {
  const reader = new CountingReader(bytes);
  decodeMacaroon(bytes, reader);
  return Math.max(...reader.looks);
}

const LOOKS_MAX = 3;

describe('the work on a hostile macaroon is bounded by its size', () => {
  it('looks at no byte more than three times, readable or not', () => {
    for (const { pieces } of [...vectors.readable, ...vectors.refused]) {
      expect(mostLooks(fromPieces(pieces))).toBeLessThanOrEqual(LOOKS_MAX);
    }
    const prng = new Prng(10);
    for (let i = 0; i < 20_000; i += 1) {
      const { bytes } = prng.pick(SPECIMENS);
      const mutated = prng.onceIn(2) ? mutateBytes(bytes, prng) : mutateStructure(bytes, prng);
      if (mostLooks(mutated) > LOOKS_MAX) throw new Error(`too many looks at ${mutated.toString('hex')}`);
    }
  });

  it('looks at none at all of what is too long to be one', () => {
    expect(mostLooks(Buffer.alloc(4_097, 2))).toBe(0);
  });

  it('looks only at lengths, marks and types: contents of any size cost the same', () => {
    const looks = [1, 100, 2_000].map((size) => {
      const bytes = Buffer.from(attenuate(CREDENTIAL.macaroon, Buffer.alloc(size, 0x61)), 'base64');
      const reader = new CountingReader(bytes);
      decodeMacaroon(bytes, reader);
      return reader.looks.reduce((sum, count) => sum + count, 0);
    });
    expect(looks[1]).toBe(looks[0]);
    expect(looks[2]).toBe((looks[0] ?? 0) + 1);
  });
});

describe('the hashing that a credential can cause', () => {
  const digestsFor = (macaroon: string): { digests: number; bytes: number } => {
    const hash = jest.spyOn(crypto, 'hash');
    try {
      openCredential({ ...CREDENTIAL, macaroon }, TENANT, KEYS);
      const sizes = hash.mock.calls.map(([, data]) => Buffer.byteLength(data as Buffer));
      return { digests: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
    } finally {
      hash.mockRestore();
    }
  };
  const forged = (macaroon: string): string => `${macaroon.slice(0, -4)}AAAA`;
  /** Says that it is of the other mode, so that it is tried under both. */
  const claimingLive = (macaroon: string): string => {
    const bytes = Buffer.from(macaroon, 'base64');
    bytes[13 + 35] = (bytes[13 + 35] ?? 0) | 1;
    return bytes.toString('base64');
  };
  const withCaveats = (count: number): string =>
    attenuate(CREDENTIAL.macaroon, ...Array<string>(count - 4).fill('a'));

  it('is two digests for each link of the chain, and one for the preimage', () => {
    expect(digestsFor(CREDENTIAL.macaroon).digests).toBe(1 + 2 * (1 + 2 + 4));
  });

  it('is the same for an unknown master key as for a forged signature', () => {
    const unknown = Buffer.from(CREDENTIAL.macaroon, 'base64');
    unknown[13 + 34] = 200;
    expect(digestsFor(unknown.toString('base64'))).toEqual(digestsFor(forged(CREDENTIAL.macaroon)));
  });

  it('is one chain for a forged token, and two for one that says it is of the other mode', () => {
    expect(digestsFor(forged(CREDENTIAL.macaroon)).digests).toBe(1 + 2 * (1 + 2 + 4));
    expect(digestsFor(claimingLive(CREDENTIAL.macaroon)).digests).toBe(1 + 2 * 2 * (1 + 2 + 4));
  });

  it('grows with the number of caveats, not faster', () => {
    const [few, more, most] = [4, 34, 64].map(
      (count) => digestsFor(claimingLive(withCaveats(count))).digests,
    );
    expect((more ?? 0) - (few ?? 0)).toBe(30 * 4);
    expect((most ?? 0) - (more ?? 0)).toBe(30 * 4);
  });

  it('is bounded for the worst there is: four forged macaroons of 64 caveats', () => {
    const worst = digestsFor(
      Array<string>(4)
        .fill(claimingLive(withCaveats(64)))
        .join(','),
    );
    expect(worst.digests).toBe(4 * (1 + 2 * 2 * (1 + 2 + 64)));
    expect(worst.bytes).toBeLessThan(200_000);
  });

  it('is none for what cannot be read or has no preimage', () => {
    expect(digestsFor(`${CREDENTIAL.macaroon},AgEI`).digests).toBe(0);
    expect(digestsFor('A'.repeat(8_193)).digests).toBe(0);
  });
});
