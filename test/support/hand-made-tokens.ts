import { createHmac, randomBytes } from 'node:crypto';
import {
  hashPreimage,
  type MerchantId,
  mintMacaroon,
  type Mode,
  newTokenId,
  parsePreimage,
  type Preimage,
  RootKeys,
  type Sats,
} from '@turnpike/l402';
import { importMacaroon } from 'macaroon';

/** What a hand-made token says; the rest has defaults. */
export interface HandMadeTerms {
  readonly mode?: Mode;
  readonly merchantId: number;
  readonly resource?: string;
  readonly amountSats?: number;
  readonly expiresAtSeconds: number;
  readonly method?: string;
  readonly bodySha256?: string;
}

/** A credential that somebody made without the API. */
export interface HandMadeCredential {
  readonly macaroon: string;
  readonly preimage: string;
}

/** A rightly signed credential that no challenge stands behind: what only the holder of the master keys can make. */
export function signedCredential(keys: RootKeys, terms: HandMadeTerms): HandMadeCredential {
  const preimage = parsePreimage(randomBytes(32).toString('hex')) as Preimage;
  const mode = terms.mode ?? 'test';
  const macaroon = mintMacaroon(
    {
      mode,
      resource: '/r',
      ...terms,
      merchantId: terms.merchantId as MerchantId,
      amountSats: (terms.amountSats ?? 5) as Sats,
      paymentHash: hashPreimage(preimage),
      tokenId: newTokenId(keys.mintKid, mode),
    },
    keys,
  );
  return { macaroon, preimage };
}

/** Signs with keys that are not the instance's. */
export function forgedCredential(terms: HandMadeTerms): HandMadeCredential {
  return signedCredential(new RootKeys([{ kid: 1, key: randomBytes(32) }]), terms);
}

/** Adds caveats as anybody can who holds a token: each is signed with the signature before it. */
export function attenuated(macaroon: string, ...caveats: readonly string[]): string {
  const bytes = Buffer.from(macaroon, 'base64');
  const body = bytes.subarray(0, -SIGNATURE_FIELD_BYTES - END.length);
  let signature = bytes.subarray(-SIGNATURE_BYTES);
  const sections: Buffer[] = [];
  for (const caveat of caveats) {
    const text = Buffer.from(caveat);
    signature = createHmac('sha256', signature).update(text).digest();
    sections.push(Buffer.concat([Buffer.of(CAVEAT_TAG, ...varint(text.length)), text, END]));
  }
  const tail = Buffer.concat([END, Buffer.of(SIGNATURE_TAG, SIGNATURE_BYTES), signature]);
  return Buffer.concat([body, ...sections, tail]).toString('base64');
}

/** The caveats of a macaroon, as an independent implementation reads them. */
export function caveatsOf(macaroon: string): string[] {
  const read = importMacaroon(Buffer.from(macaroon, 'base64'));
  return read.caveats.map((caveat) => Buffer.from(caveat.identifier).toString('utf8'));
}

const END = Buffer.of(0);
const CAVEAT_TAG = 2;
const SIGNATURE_TAG = 6;
const SIGNATURE_BYTES = 32;
const SIGNATURE_FIELD_BYTES = 2 + SIGNATURE_BYTES;

function varint(length: number): number[] {
  return length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >> 7];
}
