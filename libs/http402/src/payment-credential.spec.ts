import fc from 'fast-check';
import { InvalidHeaderText } from './header-text.js';
import { parseCredential } from './parse-credential.js';
import {
  formatLegacyPaymentCredential,
  formatPaymentCredential,
  readPaymentCredential,
} from './payment-credential.js';
import { paymentChallengeOf } from './payment-challenge.js';

const preimage = 'ed7a545cd950f5bf307f70a7c25cc959be79585270f52088b830c41cc8fe7ec4';
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const text = fc.string({ minLength: 1, unit: 'grapheme' });
const optional = fc.option(text);
const challenges = fc.record({
  ...{ id: text, realm: text, method: text, intent: text, request: text },
  ...{ expires: optional, digest: optional, opaque: optional },
});

describe('a draft-00 credential', () => {
  it('comes through a header as it was written', () => {
    fc.assert(
      fc.property(challenges, (challenge) => {
        const authorization = formatPaymentCredential(challenge, preimage);
        const sent = parseCredential({ authorization });
        if (sent?.scheme !== 'payment') throw new Error('no such credential');
        const credential = readPaymentCredential(sent.credential);
        expect(credential?.preimage).toBe(preimage);
        expect(paymentChallengeOf((name) => credential?.challenge[name])).toEqual(challenge);
      }),
    );
  });

  it('may be padded, name its source and hold more than is known', () => {
    const value = {
      challenge: { id: 'x', more: [1] },
      source: 'did:key:z',
      payload: { preimage, more: 1 },
      v: 1,
    };
    const padded = Buffer.from(JSON.stringify(value))
      .toString('base64')
      .replaceAll('+', '-')
      .replaceAll('/', '_');
    expect(readPaymentCredential(padded)).toEqual({ challenge: { id: 'x', more: [1] }, preimage });
  });

  it.each([
    ['empty', ''],
    ['in the standard alphabet', 'a+b/'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['JSON that is not encoded', '{"challenge":{},"payload":{"preimage":"00"}}'],
    ['a list', encoded([])],
    ['null', encoded(null)],
    ['without a challenge', encoded({ payload: { preimage } })],
    ['of a list as challenge', encoded({ challenge: [], payload: { preimage } })],
    ['without a payload', encoded({ challenge: {} })],
    ['without a preimage', encoded({ challenge: {}, payload: {} })],
    ['of a number as preimage', encoded({ challenge: {}, payload: { preimage: 5 } })],
    [
      'of bytes that are no UTF-8',
      Buffer.from('{"challenge":{"a":"\xff"},"payload":{}}', 'latin1').toString('base64url'),
    ],
    ['over 8,192 characters', encoded({ challenge: {}, payload: { preimage: '0'.repeat(6_200) } })],
  ])('is malformed when it is %s', (_what, credential) => {
    expect(readPaymentCredential(credential)).toBeNull();
  });

  it('is never a reason to throw', () => {
    fc.assert(fc.property(fc.string(), (any) => void readPaymentCredential(any)));
    fc.assert(fc.property(fc.jsonValue(), (any) => void readPaymentCredential(encoded(any))));
    const nested = Buffer.from('['.repeat(6_000)).toString('base64url');
    expect(readPaymentCredential(nested)).toBeNull();
  });

  it('is not written for what is no preimage', () => {
    const challenge = {
      id: 'a',
      realm: 'b',
      method: 'c',
      intent: 'd',
      request: 'e',
      expires: null,
      digest: null,
      opaque: null,
    };
    for (const bad of ['', 'x', preimage.slice(2), `${preimage}"`]) {
      expect(() => formatPaymentCredential(challenge, bad)).toThrow(InvalidHeaderText);
      expect(() => formatLegacyPaymentCredential(bad)).toThrow(InvalidHeaderText);
    }
  });
});

describe('a credential of the older dialect', () => {
  it('is read as a preimage alone', () => {
    expect(parseCredential({ authorization: formatLegacyPaymentCredential(preimage) })).toEqual({
      scheme: 'payment-legacy',
      carrier: 'authorization',
      preimage,
    });
  });
});
