import fc from 'fast-check';
import { formatL402Challenge } from './l402-challenge.js';
import { parseChallenges, readL402Challenge } from './parse-challenges.js';

const macaroon = 'AgELdHVybnBpa2U+/w==';
const invoice = 'lnbc250n1pexample';
const payment =
  'Payment id="abc", realm="api.example.com", method="lightning", intent="charge", request="eyJ9"';

const dialects: [server: string, header: string][] = [
  ['Turnpike', formatL402Challenge({ macaroon, invoice })],
  ['aperture, older', `LSAT macaroon="${macaroon}", invoice="${invoice}"`],
  ['aperture, newer', `L402 macaroon="${macaroon}", invoice="${invoice}"`],
  ['paygate', `L402 version="0", token="${macaroon}", macaroon="${macaroon}", invoice="${invoice}"`],
  ['Alby', `L402 version="0" token="${macaroon}", invoice="${invoice}"`],
  ['Sulu and lsat-middleware', `LSAT macaroon=${macaroon}, invoice=${invoice}`],
  ['parameters in another order', `L402 invoice="${invoice}", macaroon="${macaroon}"`],
  ['the newer wording alone', `L402 token="${macaroon}", version="0", invoice="${invoice}"`],
  ['a scheme in lower case', `l402 macaroon="${macaroon}", invoice="${invoice}"`],
  ['names in upper case', `L402 Macaroon="${macaroon}", INVOICE="${invoice}"`],
  ['blanks around the signs', `L402  macaroon = "${macaroon}" ,\tinvoice\t=\t"${invoice}"`],
  ['no commas at all', `L402 macaroon="${macaroon}" invoice="${invoice}"`],
  ['no blanks after commas', `L402 macaroon="${macaroon}",invoice="${invoice}"`],
  ['Payment joined behind', `L402 macaroon="${macaroon}", invoice="${invoice}", ${payment}`],
  ['Payment joined in front', `${payment}, L402 macaroon="${macaroon}", invoice="${invoice}"`],
  ['Payment joined behind bare values', `LSAT macaroon=${macaroon}, invoice=${invoice}, ${payment}`],
  [
    'other schemes joined',
    `Negotiate, Basic YWJj==, L402 macaroon="${macaroon}", invoice="${invoice}", Bearer`,
  ],
];

describe('readL402Challenge', () => {
  it.each(dialects)('reads the dialect of %s', (_server, header) => {
    expect(readL402Challenge(header)).toEqual({ macaroon, invoice });
  });

  it('reads lines that came apart', () => {
    expect(readL402Challenge([payment, formatL402Challenge({ macaroon, invoice })])).toEqual({
      macaroon,
      invoice,
    });
  });

  it.each([
    '',
    'L402',
    'Bearer realm="x"',
    payment,
    `L402 macaroon="${macaroon}"`,
    `L402 invoice="${invoice}"`,
  ])('finds no L402 challenge in %j', (header) => {
    expect(readL402Challenge(header)).toBeNull();
  });
});

describe('parseChallenges', () => {
  const listed = (header: string | string[]) =>
    parseChallenges(header).map(({ scheme, parameters }) => ({ scheme, ...Object.fromEntries(parameters) }));

  it('keeps joined challenges apart, each with its own parameters', () => {
    expect(listed(`${payment}, L402 macaroon="M", invoice="P"`)).toEqual([
      {
        scheme: 'payment',
        id: 'abc',
        realm: 'api.example.com',
        method: 'lightning',
        intent: 'charge',
        request: 'eyJ9',
      },
      { scheme: 'l402', macaroon: 'M', invoice: 'P' },
    ]);
  });

  it('does not take the single value of another scheme for a scheme', () => {
    expect(listed('Negotiate YWJj==, Basic realm="x"')).toEqual([
      { scheme: 'negotiate' },
      { scheme: 'basic', realm: 'x' },
    ]);
  });

  it('undoes escapes in quoted values and keeps commas and schemes in them as text', () => {
    expect(listed('Basic realm="a \\"b\\", L402 macaroon=\\\\c"')).toEqual([
      { scheme: 'basic', realm: 'a "b", L402 macaroon=\\c' },
    ]);
  });

  it('takes the first of two parameters with one name', () => {
    expect(listed('L402 macaroon="A", macaroon="B"')).toEqual([{ scheme: 'l402', macaroon: 'A' }]);
  });

  it('drops a value whose quote never ends, and lets it swallow only its own line', () => {
    expect(listed(['L402 macaroon="A", invoice="P, version=0', 'Bearer realm=x'])).toEqual([
      { scheme: 'l402', macaroon: 'A' },
      { scheme: 'bearer', realm: 'x' },
    ]);
  });

  it('ignores parameters without a scheme and signs without a name', () => {
    expect(listed('macaroon="A", = " L402 invoice="P"')).toEqual([{ scheme: 'l402', invoice: 'P' }]);
  });

  it('holds names that objects inherit as plain parameters', () => {
    expect(parseChallenges('L402 __proto__="x", constructor=y')[0]?.parameters.get('__proto__')).toBe('x');
    expect(parseChallenges('L402 a=b')[0]?.parameters.get('constructor')).toBeUndefined();
  });

  it('answers any text, never throws', () => {
    const pieces = fc.constantFrom(
      'L402',
      ' ',
      ',',
      '=',
      '"',
      '\\',
      'macaroon',
      'a',
      '\t',
      'é',
      '\r\n',
      '==',
      '/',
    );
    const hostile = fc.oneof(
      fc.string(),
      fc.array(pieces).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(hostile), (lines) => {
        expect(Array.isArray(parseChallenges(lines))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['a', ' ', ',', '=', '"', '\\', 'a=', 'a="', 'a ', 'a="\\', ' \t,', 'a =', 'L402 a=', '" ', '=="'])(
    'answers 65,536 characters of %j, and nothing for one more',
    (pattern) => {
      const text = pattern.repeat(65_536).slice(0, 65_536);
      expect(Array.isArray(parseChallenges(text))).toBe(true);
      expect(Array.isArray(parseChallenges(`L402 ${text}`.slice(0, 65_536)))).toBe(true);
      expect(parseChallenges(`${text}x`)).toEqual([]);
    },
  );
});
