import fc from 'fast-check';
import { formatL402Credential } from './l402-credential.js';
import { CREDENTIAL_CARRIERS, parseCredential, type Credential } from './parse-credential.js';

const preimage = 'ed7a545cd950f5bf307f70a7c25cc959be79585270f52088b830c41cc8fe7ec4';

const l402 = (
  macaroon: string,
  of = preimage,
  carrier: Credential['carrier'] = 'authorization',
): Credential => ({
  scheme: 'l402',
  carrier,
  macaroon,
  preimage: of,
});
const payment = (credential: string, carrier: Credential['carrier'] = 'authorization'): Credential => ({
  scheme: 'payment',
  carrier,
  credential,
});
const legacy = (of: string, carrier: Credential['carrier'] = 'authorization'): Credential => ({
  scheme: 'payment-legacy',
  carrier,
  preimage: of,
});

const authorization: [value: string, credential: Credential | null][] = [
  [`L402 AgE=:${preimage}`, l402('AgE=')],
  [`LSAT AgE=:${preimage}`, l402('AgE=')],
  [`lSaT AgE=:${preimage}`, l402('AgE=')],
  [`L402 AgE=,AgI=:${preimage}`, l402('AgE=,AgI=')],
  [`L402 AgE , AgI : ${preimage} `, l402('AgE,AgI')],
  [`L402 AgE, AgI: ${preimage}`, l402('AgE,AgI')],
  [`\tL402\t AgE:${preimage}\t`, l402('AgE')],
  [`L402 a:b:${preimage}`, l402('a:b')],
  [`L402 AgE:not-hex`, l402('AgE', 'not-hex')],
  [`Bearer abc, L402 AgE:${preimage}`, l402('AgE')],
  [`L402 AgE:${preimage}, Bearer abc`, l402('AgE')],
  [`L402 :${preimage}, L402 AgE:, LSAT AgI:${preimage}`, l402('AgI')],
  [`L402 AgE:${preimage}, L402 AgI:${preimage}`, l402('AgE')],
  [`Payment eyJ9, L402 AgE:${preimage}`, l402('AgE')],
  ['Payment eyJjaGFsbGVuZ2Ui', payment('eyJjaGFsbGVuZ2Ui')],
  ['payment eyJjaGFsbGVuZ2Ui==', payment('eyJjaGFsbGVuZ2Ui==')],
  ['Payment {"a":1}', payment('{"a":1}')],
  ['L402 AgE:, Payment eyJ9', payment('eyJ9')],
  [`Payment method="lightning", preimage="${preimage}"`, legacy(preimage)],
  [`Payment preimage=${preimage},method=Lightning`, legacy(preimage)],
  ['Payment method="lightning", preimage="x"', legacy('x')],
  [`Payment method = "lightning", preimage = "${preimage}"`, legacy(preimage)],
  [`Payment method\t=\t"lightning" ,\tpreimage =${preimage}`, legacy(preimage)],
  [`Payment preimage = "${preimage}" , method= lightning`, legacy(preimage)],
  [`Bearer abc, Payment method = "lightning", preimage = "x", L402 AgE:`, legacy('x')],
  ['Payment method="card", preimage="x"', payment('method="card",preimage="x"')],
  ['Payment method="lightning", preimage=""', payment('method="lightning",preimage=""')],
  ['Bearer abc', null],
  ['Basic YTpi', null],
  ['L402', null],
  ['L402 ', null],
  ['L402 :', null],
  ['L402 AgE', null],
  ['L402 AgE:', null],
  [`L402 :${preimage}`, null],
  [`L402AgE:${preimage}`, null],
  [`AgE:${preimage}`, null],
  ['Payment', null],
  ['', null],
];

describe('parseCredential in Authorization', () => {
  it.each(authorization)('reads %j', (value, credential) => {
    expect(parseCredential({ authorization: value })).toEqual(credential);
  });

  it('reads every line, apart in any shape or joined', () => {
    const lines = ['Bearer abc', 'L402 AgE:', `L402 AgI:${preimage}`];
    expect(parseCredential({ authorization: lines })).toEqual(l402('AgI'));
    expect(parseCredential(lines.map((line) => ['Authorization', line] as const))).toEqual(l402('AgI'));
    expect(parseCredential(new Map([['AUTHORIZATION', lines]]))).toEqual(l402('AgI'));
    const headers = new Headers();
    for (const line of lines) headers.append('Authorization', line);
    expect(parseCredential(headers)).toEqual(l402('AgI'));
  });

  it('reads a line of 8,192 bytes and none that is longer', () => {
    const line = (length: number) => `L402 ${'A'.repeat(length - 6 - preimage.length)}:${preimage}`;
    expect(line(8192)).toHaveLength(8192);
    expect(parseCredential({ authorization: line(8192) })).toMatchObject({ scheme: 'l402' });
    expect(parseCredential({ authorization: line(8193) })).toBeNull();
    expect(parseCredential({ authorization: [line(8193), `L402 AgE:${preimage}`] })).toEqual(l402('AgE'));
  });
});

describe('parseCredential in the other carriers', () => {
  const hexOfMacaroon = Buffer.from(
    '\u0002\u0002\u0001i\u0000\u0002\u000apreimage=x\u0000\u0000',
    'latin1',
  ).toString('hex');
  const macaroon = Buffer.from(hexOfMacaroon, 'hex').toString('base64');
  const all: [carrier: Credential['carrier'], value: string, credential: Credential][] = [
    ['authorization', `L402 AgE:${preimage}`, l402('AgE')],
    ['authorization', 'Payment eyJ9', payment('eyJ9')],
    ['x-l402-authorization', `L402 AgI:${preimage}`, l402('AgI', preimage, 'x-l402-authorization')],
    ['payment-authorization', 'Payment eyJ8', payment('eyJ8', 'payment-authorization')],
    ['grpc-metadata-macaroon', hexOfMacaroon, l402(macaroon, 'x', 'grpc-metadata-macaroon')],
    ['macaroon', hexOfMacaroon.toUpperCase(), l402(macaroon, 'x', 'macaroon')],
  ];

  it.each(all)('reads %s: %j', (carrier, value, credential) => {
    expect(parseCredential({ [carrier]: value })).toEqual(credential);
  });

  it.each(all.map((row, at) => [...row, all.slice(at)] as const))(
    'prefers %s: %j to everything after it',
    (_carrier, _value, credential, rest) => {
      const lastFirst = [...rest].reverse().map(([name, sent]) => [name, sent] as const);
      expect(parseCredential(lastFirst)).toEqual(credential);
    },
  );

  it('reads the older Payment dialect in Payment-Authorization too', () => {
    expect(
      parseCredential({ 'Payment-Authorization': `Payment method="lightning", preimage="${preimage}"` }),
    ).toEqual(legacy(preimage, 'payment-authorization'));
  });

  it('leaves Authorization to its owner where another header carries the credential', () => {
    expect(
      parseCredential({ authorization: 'Bearer mine', 'x-l402-authorization': `L402 AgE:${preimage}` }),
    ).toEqual(l402('AgE', preimage, 'x-l402-authorization'));
  });

  it('finds the first macaroon with a preimage among several in hexadecimal', () => {
    expect(parseCredential({ macaroon: ['0200', `zz, ${hexOfMacaroon}`] })).toEqual(
      l402(macaroon, 'x', 'macaroon'),
    );
  });

  it.each([
    { 'x-l402-authorization': 'Payment eyJ9' },
    { 'x-l402-authorization': `AgE:${preimage}` },
    { 'payment-authorization': `L402 AgE:${preimage}` },
    { 'grpc-metadata-macaroon': `L402 AgE:${preimage}` },
    { cookie: `authorization=L402 AgE:${preimage}` },
    { 'proxy-authorization': `L402 AgE:${preimage}` },
    { authorization: undefined },
    {},
  ])('finds no credential in %j', (headers) => {
    expect(parseCredential(headers)).toBeNull();
  });
});

describe('parseCredential on any headers', () => {
  const pieces = fc.constantFrom(
    'L402',
    'Payment',
    ' ',
    ',',
    ':',
    '=',
    '"',
    '\\',
    'AgE',
    '0200',
    preimage,
    '\u00e9',
    '\n',
  );
  const value = fc.oneof(
    fc.string(),
    fc.array(pieces).map((parts) => parts.join('')),
  );
  const name = fc.oneof(fc.constantFrom(...CREDENTIAL_CARRIERS, 'Authorization', '__proto__'), fc.string());

  it('answers, never throws, and gives halves that are not empty', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.oneof(value, fc.array(value)))), (headers) => {
        const credential = parseCredential(headers);
        if (credential === null) return;
        const { scheme, carrier, ...halves } = credential;
        expect(['l402', 'payment', 'payment-legacy']).toContain(scheme);
        expect(CREDENTIAL_CARRIERS).toContain(carrier);
        expect(Object.values(halves)).not.toContain('');
      }),
      { numRuns: 2000 },
    );
  });

  it('gives back what formatL402Credential wrote, alone or among other credentials', () => {
    const macaroons = fc.array(fc.base64String({ minLength: 4 }), { minLength: 1, maxLength: 4 });
    const hex = fc.stringMatching(/^[0-9a-fA-F]{64}$/);
    const other = fc.constantFrom('Bearer abc', 'Basic YTpi', 'Digest username="a, b", uri="/"');
    fc.assert(
      fc.property(macaroons, hex, other, other, (list, of, before, after) => {
        const written = formatL402Credential({ macaroon: list.join(','), preimage: of });
        const expected = l402(list.join(','), of);
        expect(parseCredential({ authorization: written })).toEqual(expected);
        expect(parseCredential({ authorization: `${before}, ${written}, ${after}` })).toEqual(expected);
      }),
    );
  });

  it.each(['L402 ', ',', ' ', ':', 'a ', 'a,', 'L402 a:', 'Payment a=', 'Payment "', '02', '0202'])(
    'answers 8,192 bytes of %j in every carrier',
    (pattern) => {
      const line = pattern.repeat(8192).slice(0, 8192);
      const headers = CREDENTIAL_CARRIERS.map((carrier) => [carrier, line] as const);
      expect(() => parseCredential(headers)).not.toThrow();
    },
  );
});
