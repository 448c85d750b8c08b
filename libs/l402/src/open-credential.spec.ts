import { randomBytes } from 'node:crypto';
import knownAnswer from '../../../test/vectors/macaroon/known-answer.json' with { type: 'json' };
import type { MerchantId } from './merchant-id.js';
import { mintMacaroon } from './mint-macaroon.js';
import { openCredential } from './open-credential.js';
import { RootKeys } from './root-keys.js';
import { attenuate } from './testing/attenuate.js';
import { CREDENTIAL, KEYS, MASTER_KEY, MINT_TERMS, PREIMAGE, TENANT } from './testing/known-answer.js';
import { newTokenId } from './token-id.js';

const BYTES = Buffer.from(knownAnswer.hex, 'hex');
const LOCATION = { from: 3, to: 3 + knownAnswer.location.length };

const reasonOf = (macaroon: string, keys = KEYS): string | null => {
  const opened = openCredential({ ...CREDENTIAL, macaroon }, TENANT, keys);
  return opened.valid ? null : opened.reason;
};

const flip = (bytes: Buffer, bit: number): Buffer => {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
};

describe('openCredential', () => {
  it('gives all that the token says', () => {
    expect(openCredential(CREDENTIAL, TENANT, KEYS)).toEqual({
      valid: true,
      ...TENANT,
      tokenId: Uint8Array.from(Buffer.from(knownAnswer.tokenId, 'hex')),
      paymentHash: knownAnswer.paymentHash,
      resource: '/v1/forecast',
      amountSats: 25,
      expiresAtSeconds: 1_893_456_000,
      method: null,
      bodySha256: null,
    });
  });

  it('gives the narrowed terms of the known answer as its payer attenuated it', () => {
    const credential = { ...CREDENTIAL, macaroon: knownAnswer.attenuated.base64 };
    expect(openCredential(credential, TENANT, KEYS)).toMatchObject({
      valid: true,
      expiresAtSeconds: 1_893_452_400,
    });
  });

  it('refuses each bit flip outside the location, and minds none inside', () => {
    for (let bit = 0; bit < BYTES.length * 8; bit += 1) {
      const inside = bit >> 3 >= LOCATION.from && bit >> 3 < LOCATION.to;
      expect(reasonOf(flip(BYTES, bit).toString('base64')) === null).toBe(inside);
    }
  });

  it('refuses each bit flip of the preimage, and an invented one', () => {
    const preimage = Buffer.from(PREIMAGE, 'hex');
    for (let bit = 0; bit < 256; bit += 1) {
      const opened = openCredential(
        { ...CREDENTIAL, preimage: flip(preimage, bit).toString('hex') },
        TENANT,
        KEYS,
      );
      expect(opened).toEqual({ valid: false, reason: 'invalid_preimage' });
    }
  });

  it('refuses a token of nobody that has a fitting preimage', () => {
    const forger = new RootKeys([{ kid: MASTER_KEY.kid, key: randomBytes(32) }]);
    expect(reasonOf(mintMacaroon(MINT_TERMS, forger))).toBe('invalid_signature');
  });

  it('answers an unknown kid exactly as a forged signature', () => {
    const forger = new RootKeys([{ kid: 200, key: randomBytes(32) }]);
    const macaroon = mintMacaroon({ ...MINT_TERMS, tokenId: newTokenId(200, 'test') }, forger);
    expect(openCredential({ ...CREDENTIAL, macaroon }, TENANT, KEYS)).toEqual({
      valid: false,
      reason: 'invalid_signature',
    });
  });

  it('knows old tokens while their master key is kept, and no longer', () => {
    const fresh = { kid: 9, key: randomBytes(32) };
    expect(reasonOf(CREDENTIAL.macaroon, new RootKeys([fresh, MASTER_KEY]))).toBeNull();
    expect(reasonOf(CREDENTIAL.macaroon, new RootKeys([fresh]))).toBe('invalid_signature');
  });

  it('opens nothing for another merchant, even one that strips the name from the token', () => {
    const stranger = { ...TENANT, merchantId: 1043 as MerchantId };
    expect(openCredential(CREDENTIAL, stranger, KEYS)).toEqual({ valid: false, reason: 'wrong_merchant' });
    const nameless = BYTES.toString('latin1').replace('merchant_id=1042', 'merchant_ix=1042');
    const macaroon = Buffer.from(nameless, 'latin1').toString('base64');
    expect(openCredential({ ...CREDENTIAL, macaroon }, stranger, KEYS)).toEqual({
      valid: false,
      reason: 'invalid_signature',
    });
  });

  it('says wrong mode only of a token that holds in the other one', () => {
    const live = { ...TENANT, mode: 'live' } as const;
    expect(openCredential(CREDENTIAL, live, KEYS)).toEqual({ valid: false, reason: 'wrong_mode' });
    const macaroon = flip(BYTES, BYTES.length * 8 - 1).toString('base64');
    expect(openCredential({ ...CREDENTIAL, macaroon }, live, KEYS)).toEqual({
      valid: false,
      reason: 'invalid_signature',
    });
  });

  it('judges the first of several macaroons that fits, not the last and not the loosest', () => {
    const narrow = attenuate(CREDENTIAL.macaroon, 'expires=5');
    const forged = flip(BYTES, BYTES.length * 8 - 1).toString('base64');
    const open = (...macaroons: string[]): unknown =>
      openCredential({ ...CREDENTIAL, macaroon: macaroons.join(',') }, TENANT, KEYS);
    expect(open(forged, narrow, CREDENTIAL.macaroon)).toMatchObject({ valid: true, expiresAtSeconds: 5 });
    const widened = attenuate(CREDENTIAL.macaroon, 'path=/');
    expect(open(widened, CREDENTIAL.macaroon)).toEqual({ valid: false, reason: 'caveat_not_allowed' });
  });

  it('gives an opened credential that keeps nothing of the text alive', () => {
    const opened = openCredential(CREDENTIAL, TENANT, KEYS);
    expect(opened.valid && opened.tokenId.buffer.byteLength).toBe(32);
  });
});
