import knownAnswer from '../../../test/vectors/macaroon/known-answer.json' with { type: 'json' };
import { hashPreimage, parsePreimage } from './preimage.js';
import { PREIMAGE } from './testing/known-answer.js';

describe('parsePreimage', () => {
  it('takes hex in either case, trims the blanks around it, and gives lower case', () => {
    expect(parsePreimage(PREIMAGE)).toBe(PREIMAGE);
    expect(parsePreimage(` \t${PREIMAGE.toUpperCase()}\r\n`)).toBe(PREIMAGE);
  });

  it.each([
    '',
    ' ',
    PREIMAGE.slice(1),
    `${PREIMAGE}00`,
    `0x${PREIMAGE.slice(2)}`,
    `${PREIMAGE.slice(0, 32)} ${PREIMAGE.slice(33)}`,
    `${PREIMAGE.slice(1)}\u0131`,
    Buffer.from(PREIMAGE, 'hex').toString('base64'),
    null,
    undefined,
    42,
  ])('refuses %p', (text) => {
    expect(parsePreimage(text)).toBeNull();
  });
});

describe('hashPreimage', () => {
  it('gives the payment hash that the preimage opens', () => {
    expect(hashPreimage(PREIMAGE)).toBe(knownAnswer.paymentHash);
  });
});
