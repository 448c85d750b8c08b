import knownAnswer from '../../../test/vectors/macaroon/known-answer.json' with { type: 'json' };
import { isIdentifier, makeIdentifier, paymentHashIn, tokenIdIn } from './identifier.js';
import { MINT_TERMS } from './testing/known-answer.js';
import { kidOf } from './token-id.js';

const IDENTIFIER = makeIdentifier(MINT_TERMS.paymentHash, MINT_TERMS.tokenId);

describe('identifier', () => {
  it('is version 0, payment hash and token id in 66 bytes', () => {
    expect(IDENTIFIER.toString('hex')).toBe(knownAnswer.identifier);
    expect(Buffer.from(paymentHashIn(IDENTIFIER)).toString('hex')).toBe(knownAnswer.paymentHash);
    expect(Buffer.from(tokenIdIn(IDENTIFIER)).toString('hex')).toBe(knownAnswer.tokenId);
    expect(kidOf(tokenIdIn(IDENTIFIER))).toBe(7);
    expect(isIdentifier(IDENTIFIER)).toBe(true);
  });

  it.each([
    ['version 1', 1, 1],
    ['version 256', 0, 1],
    ['kid 0', 34, 0],
  ])('is not ours with %s', (_, position, byte) => {
    const other = Buffer.from(IDENTIFIER);
    other[position] = byte;
    expect(isIdentifier(other)).toBe(false);
  });

  it('takes no token id of another length', () => {
    expect(() => makeIdentifier(MINT_TERMS.paymentHash, new Uint8Array(31))).toThrow(RangeError);
  });
});
