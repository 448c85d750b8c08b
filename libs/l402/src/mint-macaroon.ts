import { encodeBase64 } from './base64.js';
import { makeIdentifier } from './identifier.js';
import { encodeMacaroon } from './macaroon.js';
import type { MerchantId } from './merchant-id.js';
import type { Mode } from './mode.js';
import type { PaymentHash } from './payment-hash.js';
import type { RootKeys } from './root-keys.js';
import type { Sats } from './sats.js';
import { signatureOf } from './signature.js';
import { readTerms, writeTerms, type Terms } from './terms.js';

/** Everything that decides a macaroon's bytes: keep these and the same macaroon can be made again. */
export interface MintTerms {
  readonly mode: Mode;
  readonly merchantId: MerchantId;
  /** The hash of the invoice that the payer is to pay. */
  readonly paymentHash: PaymentHash;
  /** From `newTokenId`; its first byte names the master key. */
  readonly tokenId: Uint8Array;
  readonly resource: string;
  readonly amountSats: Sats;
  /** Unix seconds. */
  readonly expiresAtSeconds: number;
  readonly method?: string | null | undefined;
  /** 64 hex digits of either case; the caveat has them in lower case. */
  readonly bodySha256?: string | null | undefined;
}

/** Unsigned and of no consequence: it only tells a person who issued the token. */
const LOCATION = 'turnpike';

/**
 * Mints a macaroon on an invoice's payment hash, in base64: the same terms and keys always give the same bytes.
 * Terms that the grammar of caveats does not allow, or a master key that we do not have, throw RangeError; input of
 * merchants is checked long before.
 */
export function mintMacaroon(mint: MintTerms, keys: RootKeys): string {
  const terms: Terms = {
    merchantId: mint.merchantId,
    resource: mint.resource,
    amountSats: mint.amountSats,
    expiresAtSeconds: mint.expiresAtSeconds,
    method: mint.method ?? null,
    bodySha256: mint.bodySha256?.toLowerCase() ?? null,
  };
  const caveats = writeTerms(terms);
  // A lone surrogate is written as U+FFFD, which is a fine resource, but not the one that was asked for.
  if (readTerms(caveats)?.resource !== terms.resource) throw new RangeError('these terms make no token');

  const identifier = makeIdentifier(mint.paymentHash, mint.tokenId);
  const rootKey = keys.derive(mint.mode, mint.merchantId, identifier);
  if (!rootKey.known) throw new RangeError('the master key of this token id is not known');

  const signature = signatureOf(rootKey.key, identifier, caveats);
  return encodeBase64(encodeMacaroon({ identifier, caveats, signature }, LOCATION));
}
