import fc from 'fast-check';
import { challengeLines, HEAD_BYTES_MAX, headerBytes } from './head-budget.js';
import { InvalidHeaderText } from './header-text.js';
import { formatL402Challenge } from './l402-challenge.js';

/** Sizes of a real challenge: a macaroon grows with its path, an invoice with its description. */
const offer = (macaroonLength: number, invoiceLength = 400, paymentLength = 1400) => ({
  macaroon: 'M'.repeat(macaroonLength),
  invoice: 'p'.repeat(invoiceLength),
  payment: `Payment ${'r'.repeat(paymentLength)}`,
});

describe('challengeLines', () => {
  it('keeps both challenges for paths of 12 and of 512 bytes', () => {
    expect(challengeLines(offer(256), 300)).toHaveLength(2);
    expect(challengeLines(offer(924), 300)).toHaveLength(2);
  });

  it('drops Payment first, then token and version, and always sends L402', () => {
    const middling = offer(1200);
    const long = offer(2500);
    const tooLong = offer(5000);
    expect(challengeLines(middling, 300)).toEqual([formatL402Challenge(middling)]);
    expect(challengeLines(long, 300)).toEqual([formatL402Challenge(long, 'short')]);
    expect(challengeLines(tooLong, 300)).toEqual([formatL402Challenge(tooLong, 'short')]);
  });

  it('stays under the budget whenever the shortest form does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 }),
        fc.nat(2000),
        fc.nat(3000),
        (macaroonLength, rest, other) => {
          const offered = offer(macaroonLength, 400, rest + 1);
          const size = (lines: readonly string[]) =>
            other + headerBytes(lines.map((line) => ['WWW-Authenticate', line] as const));
          const shortestFits = size([formatL402Challenge(offered, 'short')]) < HEAD_BYTES_MAX;
          expect(size(challengeLines(offered, other)) < HEAD_BYTES_MAX).toBe(shortestFits);
        },
      ),
    );
  });

  it.each(['payment id="1"', 'Payment', 'Payment a\r\nX: y', 'Payment \u00e9', 'L402 a'])(
    'refuses the Payment challenge %j',
    (payment) => {
      expect(() => challengeLines({ macaroon: 'M', invoice: 'P', payment }, 0)).toThrow(
        new InvalidHeaderText('payment challenge'),
      );
    },
  );
});
