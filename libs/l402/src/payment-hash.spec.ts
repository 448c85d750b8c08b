import { parsePaymentHash } from './payment-hash.js';

const HASH = 'd6b750c0676538094a247e20fa7636eb9d37e0abd904a2a11797573b792a9c2a';

describe('parsePaymentHash', () => {
  it('takes 64 lower-case hex digits as they are', () => {
    expect(parsePaymentHash(HASH)).toBe(HASH);
  });

  it.each([
    HASH.toUpperCase(),
    ` ${HASH}`,
    `${HASH}\n`,
    HASH.slice(1),
    `${HASH}0`,
    '',
    `${HASH.slice(1)}g`,
    null,
    5,
    {},
  ])('refuses %p', (text) => {
    expect(parsePaymentHash(text)).toBeNull();
  });
});
