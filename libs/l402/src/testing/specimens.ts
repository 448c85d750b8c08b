import type { VerifyContext } from '../judge-credential.js';
import { mintMacaroon, type MintTerms } from '../mint-macaroon.js';
import { attenuate } from './attenuate.js';
import { KEYS, MINT_TERMS, NOW_SECONDS } from './known-answer.js';

/** A good token to start hostile ones from, with the request that it admits. */
export interface Specimen {
  readonly minted: MintTerms;
  readonly macaroon: string;
  readonly bytes: Buffer;
  /** With what the payer appended. */
  readonly expiresAtSeconds: number;
  readonly context: VerifyContext;
}

const BODY_SHA256 = 'ab'.repeat(32);

const EARLIER = MINT_TERMS.expiresAtSeconds - 60;

function specimen(minted: MintTerms, ...appended: string[]): Specimen {
  const macaroon = attenuate(mintMacaroon(minted, KEYS), ...appended);
  return {
    minted,
    macaroon,
    bytes: Buffer.from(macaroon, 'base64'),
    expiresAtSeconds: appended.includes(`expires=${EARLIER}`) ? EARLIER : minted.expiresAtSeconds,
    context: {
      nowSeconds: NOW_SECONDS,
      strict: true,
      resource: minted.resource,
      amountSats: minted.amountSats,
      method: minted.method,
      bodySha256: minted.bodySha256,
    },
  };
}

/** All for the tenant and preimage of the known answer: plain, bound, attenuated by its payer, long. */
export const SPECIMENS: readonly Specimen[] = [
  specimen(MINT_TERMS),
  specimen({ ...MINT_TERMS, method: 'GET', bodySha256: BODY_SHA256 }),
  specimen(MINT_TERMS, `expires=${EARLIER}`, 'services=joke:0'),
  specimen(
    { ...MINT_TERMS, resource: `/${'é'.repeat(70)}` },
    ...Array.from({ length: 8 }, (_, i) => `note${i}=x`),
  ),
];
