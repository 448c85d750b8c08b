import { paymentHashIn, tokenIdIn } from './identifier.js';
import type { Macaroon } from './macaroon.js';
import { readMacaroons } from './macaroon-list.js';
import { otherMode, type Mode } from './mode.js';
import type { PaymentHash } from './payment-hash.js';
import { parseProof, proves, type Proof } from './proof.js';
import { refuse, type Refusal } from './refusal.js';
import type { RootKeys } from './root-keys.js';
import { isSignedFor } from './signature.js';
import type { Tenant } from './tenant.js';
import { readTerms, type Terms } from './terms.js';
import { modeHintOf } from './token-id.js';

/** What a payer presents: one to four macaroons in base64, comma-separated, and the preimage in hex. */
export interface Credential {
  readonly macaroon: string;
  readonly preimage: string;
}

/** A credential that is genuine: paid for, signed by us for this tenant, and only attenuated since. */
export interface OpenedCredential extends Terms {
  readonly valid: true;
  readonly mode: Mode;
  readonly tokenId: Uint8Array;
  readonly paymentHash: PaymentHash;
}

const MERCHANT_ID = Buffer.from('merchant_id=');

/**
 * Judges all of a credential that needs neither clock nor request: is it readable, does the preimage fit, is it this
 * tenant's, does the signature hold, are the caveats allowed; checked in this order. The answer depends on the arguments
 * alone, so it can be kept as long as the keys are. Of several macaroons the first is judged whose payment hash and
 * signature fit; if none does, the first.
 */
export function openCredential(
  { macaroon: text, preimage }: Credential,
  tenant: Tenant,
  keys: RootKeys,
): OpenedCredential | Refusal {
  const macaroons = readMacaroons(text);
  if (macaroons === null) return refuse('malformed_macaroon');
  const proof = parseProof(preimage);
  return proof === null ? refuse('invalid_preimage') : judge(macaroons, proof, tenant, keys);
}

/**
 * The same of macaroons without a preimage, for who looks into a token. It shows nothing of a payment, so it must never
 * open anything.
 */
export function openUnpaid(text: string, tenant: Tenant, keys: RootKeys): OpenedCredential | Refusal {
  const macaroons = readMacaroons(text);
  return macaroons === null ? refuse('malformed_macaroon') : judge(macaroons, null, tenant, keys);
}

function judge(
  macaroons: readonly Macaroon[],
  proof: Proof | null,
  tenant: Tenant,
  keys: RootKeys,
): OpenedCredential | Refusal {
  let verdict: OpenedCredential | Refusal | null = null;
  for (const macaroon of macaroons) {
    const refusal = refuseForeign(macaroon, proof, tenant, keys);
    if (refusal === null) return open(macaroon, tenant);
    verdict ??= refusal;
  }
  return verdict ?? refuse('malformed_macaroon');
}

/** Why a macaroon does not belong to this proof and this tenant, or null if it does. */
function refuseForeign(
  macaroon: Macaroon,
  proof: Proof | null,
  tenant: Tenant,
  keys: RootKeys,
): Refusal | null {
  if (proof !== null && !proves(proof, paymentHashIn(macaroon.identifier))) return refuse('invalid_preimage');

  const merchantId = claimedMerchantId(macaroon);
  if (merchantId !== null && merchantId !== String(tenant.merchantId)) return refuse('wrong_merchant');

  if (isSignedFor(tenant, macaroon, keys)) return null;
  if (modeHintOf(tokenIdIn(macaroon.identifier)) === tenant.mode) return refuse('invalid_signature');
  const elsewhere = { ...tenant, mode: otherMode(tenant.mode) };
  return refuse(isSignedFor(elsewhere, macaroon, keys) ? 'wrong_mode' : 'invalid_signature');
}

/** The value of the first `merchant_id` caveat, believed only as far as it tells a stranger's token from a forged one. */
function claimedMerchantId({ caveats }: Macaroon): string | null {
  const caveat = caveats.find((bytes) => bytes.subarray(0, MERCHANT_ID.length).equals(MERCHANT_ID));
  return caveat?.toString('utf8', MERCHANT_ID.length) ?? null;
}

function open(macaroon: Macaroon, tenant: Tenant): OpenedCredential | Refusal {
  const terms = readTerms(macaroon.caveats);
  if (terms === null) return refuse('caveat_not_allowed');
  return {
    valid: true,
    mode: tenant.mode,
    // A copy: a view would keep the whole token in memory for as long as this is kept.
    tokenId: new Uint8Array(tokenIdIn(macaroon.identifier)),
    paymentHash: Buffer.from(paymentHashIn(macaroon.identifier)).toString('hex') as PaymentHash,
    ...terms,
  };
}
