import knownAnswer from '../../../test/vectors/macaroon/known-answer.json' with { type: 'json' };
import type { MerchantId } from './merchant-id.js';
import { RootKeys } from './root-keys.js';
import { isSignedFor, signatureOf } from './signature.js';
import { readable } from './testing/attenuate.js';
import { KEYS, MASTER_KEY, TENANT } from './testing/known-answer.js';

const ROOT_KEY = Buffer.from(knownAnswer.rootKey, 'hex');
const IDENTIFIER = Buffer.from(knownAnswer.identifier, 'hex');

describe('signatureOf', () => {
  it('gives every link of the known chain', () => {
    const texts = knownAnswer.caveats.map(({ text }) => Buffer.from(text));
    const links = [0, 1, 2, 3, 4].map((count) => signatureOf(ROOT_KEY, IDENTIFIER, texts.slice(0, count)));
    expect(links.map((link) => link.toString('hex'))).toEqual([
      knownAnswer.identifierSignature,
      ...knownAnswer.caveats.map(({ signature }) => signature),
    ]);
  });
});

describe('isSignedFor', () => {
  const macaroon = readable(knownAnswer.base64);

  it('holds for the tenant it was minted for, as minted and as attenuated', () => {
    expect(isSignedFor(TENANT, macaroon, KEYS)).toBe(true);
    expect(isSignedFor(TENANT, readable(knownAnswer.attenuated.base64), KEYS)).toBe(true);
  });

  it('does not hold for another mode or merchant', () => {
    expect(isSignedFor({ ...TENANT, mode: 'live' }, macaroon, KEYS)).toBe(false);
    expect(isSignedFor({ ...TENANT, merchantId: 1043 as MerchantId }, macaroon, KEYS)).toBe(false);
  });

  it('does not hold under an unknown kid, whatever the signature', () => {
    const keys = new RootKeys([{ kid: MASTER_KEY.kid + 1, key: MASTER_KEY.key }]);
    const { key } = keys.derive(TENANT.mode, TENANT.merchantId, macaroon.identifier);
    const signature = signatureOf(key, macaroon.identifier, macaroon.caveats);
    expect(isSignedFor(TENANT, { ...macaroon, signature }, keys)).toBe(false);
  });
});
