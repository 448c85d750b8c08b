import { createHash } from 'node:crypto';
import { parseProof, proves } from './proof.js';
import { PREIMAGE } from './testing/known-answer.js';

describe('proof', () => {
  const hash = createHash('sha256').update(PREIMAGE, 'hex').digest();

  it('shows payment of the one hash that its preimage opens', () => {
    const proof = parseProof(` ${PREIMAGE.toUpperCase()} `);
    expect(proof).toEqual({ kind: 'preimage', preimage: PREIMAGE });
    if (proof === null) return;
    expect(proves(proof, hash)).toBe(true);
    for (let bit = 0; bit < 256; bit += 1) {
      const other = Buffer.from(hash);
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(proves(proof, other)).toBe(false);
    }
  });

  it('is not made of a text that is no preimage', () => {
    expect(parseProof('')).toBeNull();
    expect(parseProof(hash.toString('base64'))).toBeNull();
  });
});
