import type { MerchantId } from '../merchant-id.js';
import { mintMacaroon } from '../mint-macaroon.js';
import { hashPreimage, type Preimage } from '../preimage.js';
import type { Reason } from '../reason.js';
import { RootKeys } from '../root-keys.js';
import { newTokenId } from '../token-id.js';
import { attenuate } from './attenuate.js';
import { CREDENTIAL, KEYS, MASTER_KEY, MINT_TERMS } from './known-answer.js';

const THIEF = new RootKeys([
  { kid: MASTER_KEY.kid, key: Buffer.alloc(32, 0x66) },
  { kid: 200, key: Buffer.alloc(32, 0x67) },
]);
const OTHER_PREIMAGE = '11'.repeat(32) as Preimage;

/** A macaroon with what becomes of it when it is judged alone, and whether payment hash and signature fit. */
export interface Stranger {
  readonly macaroon: string;
  readonly reason: Reason | null;
  readonly fits: boolean;
}

const fits = (macaroon: string, reason: Reason | null): Stranger => ({ macaroon, reason, fits: true });
const foreign = (macaroon: string, reason: Reason): Stranger => ({ macaroon, reason, fits: false });

/** Macaroons as they turn up beside each other in one credential: the good one, and every sort of wrong one. */
export const STRANGERS: readonly Stranger[] = [
  fits(CREDENTIAL.macaroon, null),
  fits(CREDENTIAL.macaroon.replaceAll('+', '-').replaceAll('/', '_'), null),
  fits(attenuate(CREDENTIAL.macaroon, 'path=/'), 'caveat_not_allowed'),
  fits(attenuate(CREDENTIAL.macaroon, 'expires=5'), 'expired'),
  foreign(
    mintMacaroon({ ...MINT_TERMS, paymentHash: hashPreimage(OTHER_PREIMAGE) }, KEYS),
    'invalid_preimage',
  ),
  foreign(mintMacaroon({ ...MINT_TERMS, merchantId: 7 as MerchantId }, KEYS), 'wrong_merchant'),
  foreign(mintMacaroon({ ...MINT_TERMS, mode: 'live', tokenId: newTokenId(7, 'live') }, KEYS), 'wrong_mode'),
  foreign(mintMacaroon(MINT_TERMS, THIEF), 'invalid_signature'),
  foreign(
    mintMacaroon({ ...MINT_TERMS, tokenId: newTokenId(200, 'test', new Uint8Array(31)) }, THIEF),
    'invalid_signature',
  ),
];

/** Texts that are no macaroon, one of which spoils the whole credential. */
export const UNREADABLE: readonly string[] = [
  '',
  ' ',
  'AgEI',
  'null',
  CREDENTIAL.macaroon.slice(0, -8),
  '\u0000',
  ';',
];
