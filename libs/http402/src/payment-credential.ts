import { base64urlFromText } from './base64url.js';
import { preimageText } from './header-text.js';
import { isJsonObject, objectFromBase64url, type JsonObject } from './json-object.js';
import { CREDENTIAL_HEADER_BYTES_MAX } from './parse-credential.js';
import type { PaymentChallenge } from './payment-challenge.js';

/** A `Payment` credential of draft-00: the challenge as it is sent back, unjudged, and what the payer has of the payment. */
export interface PaymentCredential {
  readonly challenge: JsonObject;
  readonly preimage: string;
}

/** The value of `Authorization` of draft-00: `Payment` and base64url of JSON. Throws `InvalidHeaderText` for no preimage. */
export function formatPaymentCredential(challenge: PaymentChallenge, preimage: string): string {
  const parameters = Object.entries(challenge).filter(([, value]) => value !== null);
  const payload = { preimage: preimageText(preimage) };
  const json = JSON.stringify({ challenge: Object.fromEntries(parameters), payload });
  return `Payment ${base64urlFromText(json)}`;
}

/** The value of `Authorization` of the older dialect, a preimage alone. Throws `InvalidHeaderText` for no preimage. */
export function formatLegacyPaymentCredential(preimage: string): string {
  return `Payment method="lightning", preimage="${preimageText(preimage)}"`;
}

/**
 * What follows `Payment ` in a draft-00 credential, taken apart; `null` unless it is base64url, of at most 8,192 characters,
 * of a JSON object with a `challenge` and a `payload` that holds a preimage. Neither is judged here. Never throws.
 */
export function readPaymentCredential(text: string): PaymentCredential | null {
  if (text.length > CREDENTIAL_HEADER_BYTES_MAX) return null;
  const sent = objectFromBase64url(text);
  if (sent === null) return null;
  const { challenge, payload } = sent;
  if (!isJsonObject(challenge) || !isJsonObject(payload)) return null;
  const { preimage } = payload;
  return typeof preimage === 'string' ? { challenge, preimage } : null;
}
