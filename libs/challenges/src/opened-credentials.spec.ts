import { randomBytes } from 'node:crypto';

import { limits } from '@turnpike/config';
import { RootKeys, type MerchantId, type Tenant } from '@turnpike/l402';

import {
  attenuated,
  type HandMadeCredential,
  signedCredential,
} from '../../../test/support/hand-made-tokens.js';
import { OpenedCredentials } from './opened-credentials.js';

const keys = new RootKeys([{ kid: 1, key: randomBytes(32) }]);
const tenant: Tenant = { merchantId: 7 as MerchantId, mode: 'test' };
const signed = (): HandMadeCredential =>
  signedCredential(keys, { merchantId: 7, expiresAtSeconds: 4_000_000_000 });

let credentials: OpenedCredentials;
beforeEach(() => {
  credentials = new OpenedCredentials(keys);
});

/** Whether a credential is kept, which the identity of what comes back tells. */
function isKept({ macaroon, preimage }: HandMadeCredential): boolean {
  const [one, other] = [1, 2].map(() => credentials.open(tenant, macaroon, preimage));
  expect(one?.valid).toBe(true);
  return one === other;
}

describe('OpenedCredentials', () => {
  it('keeps what came twice', () => {
    const credential = signed();
    expect(isKept(credential)).toBe(false);
    expect(isKept(credential)).toBe(true);
  });

  it('answers another tenant, mode or preimage on its own merits', () => {
    const credential = signed();
    isKept(credential);
    expect(isKept(credential)).toBe(true);
    const { macaroon, preimage } = credential;
    expect(credentials.open({ ...tenant, merchantId: 8 as MerchantId }, macaroon, preimage)).toMatchObject({
      reason: 'wrong_merchant',
    });
    expect(credentials.open({ ...tenant, mode: 'live' }, macaroon, preimage)).toMatchObject({
      reason: 'wrong_mode',
    });
    expect(credentials.open(tenant, macaroon, 'ab'.repeat(32))).toMatchObject({ reason: 'invalid_preimage' });
    expect(isKept(credential)).toBe(true);
  });

  it('keeps no preimage with blanks around it, of which there is no end', () => {
    const { macaroon, preimage } = signed();
    for (let blanks = 1; blanks < 4; blanks += 1) {
      expect(isKept({ macaroon, preimage: preimage + ' '.repeat(blanks) })).toBe(false);
    }
  });

  it('keeps spellings of one token, which anybody who holds it can make longer, within a bound', () => {
    const { macaroon, preimage } = signed();
    const bytes = 2_000;
    const spelling = (n: number): HandMadeCredential => ({
      macaroon: attenuated(macaroon, `note=${String(n).padStart(bytes, '0')}`),
      preimage,
    });
    const open = (n: number) => credentials.open(tenant, spelling(n).macaroon, preimage);
    const last = Math.ceil(limits.openedCredentialCacheCharsMax / bytes);
    open(0);
    const first = open(0);
    expect(open(0)).toBe(first);
    for (let n = 1; n < last; n += 1) open(n);
    expect(open(last)).toBe(open(last));
    expect(open(0)).toEqual(first);
    expect(open(0)).not.toBe(first);
  });
});
