import fc from 'fast-check';
import { InvalidHeaderText } from './header-text.js';
import { formatL402Challenge } from './l402-challenge.js';
import {
  formatPaymentChallenge,
  paymentChallengeOf,
  readPaymentChallenge,
  type PaymentChallenge,
} from './payment-challenge.js';

const CHALLENGE: PaymentChallenge = {
  id: 'OGW2MMjNP-8mKLtqvmp25UVxmfmEO7DO6leWrzK2S8I',
  realm: 'api.example.com',
  method: 'lightning',
  intent: 'charge',
  request: 'eyJhbW91bnQiOiIyNSJ9',
  expires: '2029-12-31T23:10:00Z',
  digest: null,
  opaque: null,
};
const LEGACY = { invoice: 'lnbcrt250n1example', amount: '25', currency: 'sat' } as const;
const LINE = formatPaymentChallenge(CHALLENGE, LEGACY);
const L402 = formatL402Challenge({ macaroon: 'AgE=', invoice: LEGACY.invoice });

describe('formatPaymentChallenge', () => {
  it('writes draft-00 first and the older dialect behind it, on one line', () => {
    expect(LINE).toBe(
      'Payment id="OGW2MMjNP-8mKLtqvmp25UVxmfmEO7DO6leWrzK2S8I", realm="api.example.com", method="lightning", ' +
        'intent="charge", request="eyJhbW91bnQiOiIyNSJ9", expires="2029-12-31T23:10:00Z", ' +
        'invoice="lnbcrt250n1example", amount="25", currency="sat"',
    );
    expect(formatPaymentChallenge({ ...CHALLENGE, digest: 'sha-256=:AA==:' }, LEGACY)).toContain(
      'expires="2029-12-31T23:10:00Z", digest="sha-256=:AA==:", invoice=',
    );
  });

  it.each(['a"b', 'a\\b', 'a\nb', 'a\u00e9', ''])('refuses a realm of %j', (realm) => {
    expect(() => formatPaymentChallenge({ ...CHALLENGE, realm }, LEGACY)).toThrow(InvalidHeaderText);
  });
});

describe('readPaymentChallenge', () => {
  it.each([
    ['alone', LINE],
    ['on a line of its own', [L402, LINE]],
    ['joined behind L402', `${L402}, ${LINE}`],
    ['joined before L402', `${LINE}, ${L402}`],
    [
      'behind one for another method',
      `Payment id="x", realm="r", method="card", intent="charge", request="e30", ${LINE}`,
    ],
    ['behind one of the older dialect', `Payment method="lightning", invoice="x", ${LINE}`],
  ])('reads it %s', (_where, header) => {
    expect(readPaymentChallenge(header)).toEqual(CHALLENGE);
  });

  it.each(['', L402, 'Payment', 'Payment method="lightning", invoice="x", amount="1"'])(
    'finds none in %j',
    (header) => {
      expect(readPaymentChallenge(header)).toBeNull();
    },
  );

  it('gives back whatever was written', () => {
    const text = fc.stringMatching(/^[ !#-[\]-~]+$/);
    const optional = fc.option(text);
    const challenge = fc.record({
      ...{ id: text, realm: text, method: fc.constant('lightning'), intent: text, request: text },
      ...{ expires: optional, digest: optional, opaque: optional },
    });
    fc.assert(
      fc.property(challenge, (any) => {
        expect(readPaymentChallenge([L402, formatPaymentChallenge(any, LEGACY)])).toEqual(any);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void readPaymentChallenge(`Payment ${text}`)));
  });
});

describe('paymentChallengeOf', () => {
  const of = (parameters: object) =>
    paymentChallengeOf((name) => (parameters as Readonly<Record<string, unknown>>)[name]);

  it('takes absent and null alike and ignores what it does not know', () => {
    const { digest: _digest, ...rest } = CHALLENGE;
    expect(of({ ...rest, description: 'x', invoice: 5 })).toEqual(CHALLENGE);
  });

  it.each(['id', 'realm', 'method', 'intent', 'request'])('needs %s', (name) => {
    expect(of({ ...CHALLENGE, [name]: undefined })).toBeNull();
  });

  it.each(['id', 'request', 'expires', 'digest', 'opaque'])('refuses a %s that is no text', (name) => {
    for (const value of [5, {}, [], true]) expect(of({ ...CHALLENGE, [name]: value })).toBeNull();
  });
});
