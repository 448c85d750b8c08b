import fc from 'fast-check';
import { InvalidHeaderText } from './header-text.js';
import { formatL402Challenge } from './l402-challenge.js';
import { parseChallenges, readL402Challenge } from './parse-challenges.js';

const macaroon = 'AgEIdHVybnBpa2U/+w==';
const invoice = 'lnbcrt250n1example';

describe('formatL402Challenge', () => {
  it('writes exactly the form that clients in the field can read', () => {
    expect(formatL402Challenge({ macaroon, invoice })).toBe(
      `L402 macaroon="${macaroon}", invoice="${invoice}", token="${macaroon}", version="0"`,
    );
  });

  it('leaves out token and version in the short form', () => {
    expect(formatL402Challenge({ macaroon, invoice }, 'short')).toBe(
      `L402 macaroon="${macaroon}", invoice="${invoice}"`,
    );
  });

  it.each(['', 'a"b', 'a b', 'a,b', 'a:b', 'a\\b', 'a\r\nX: y', 'a\u0000', 'a\u0101', 'a===', 'a=b'])(
    'refuses the macaroon %j',
    (text) => {
      expect(() => formatL402Challenge({ macaroon: text, invoice })).toThrow(
        new InvalidHeaderText('macaroon'),
      );
    },
  );

  it.each(['', 'lnbc"', 'lnbc 1', 'lnbc1\n', 'lnbc1=', 'lightning:lnbc1'])(
    'refuses the invoice %j',
    (text) => {
      expect(() => formatL402Challenge({ macaroon, invoice: text })).toThrow(
        new InvalidHeaderText('invoice'),
      );
    },
  );

  it('never repeats in its error what it refused', () => {
    const format = () => formatL402Challenge({ macaroon: 'secret"', invoice });
    expect(format).toThrow(InvalidHeaderText);
    expect(format).not.toThrow(/secret/);
  });

  it('comes back from the parser as it was, or was refused', () => {
    const text = fc.oneof(
      fc.base64String({ minLength: 1 }),
      fc.stringMatching(/^[a-z0-9]{1,40}$/),
      fc.string(),
    );
    fc.assert(
      fc.property(text, text, (anyMacaroon, anyInvoice) => {
        const challenge = { macaroon: anyMacaroon, invoice: anyInvoice };
        let header: string;
        try {
          header = formatL402Challenge(challenge);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidHeaderText);
          return;
        }
        expect(parseChallenges(header)).toHaveLength(1);
        expect(readL402Challenge(header)).toEqual(challenge);
      }),
    );
  });
});
