import { base64urlFromText } from './base64url.js';
import { canonicalJson } from './canonical-json.js';
import { isJsonObject, objectFromBase64url } from './json-object.js';

/** What a `Payment` challenge of method `lightning` and intent `charge` asks for. */
export interface ChargeRequest {
  /** Whole satoshis, in decimal. */
  readonly amount: string;
  readonly currency: 'sat';
  readonly methodDetails: {
    readonly invoice: string;
    readonly network: string;
    /** 64 lower-case hex digits. */
    readonly paymentHash: string;
  };
}

/** The `request` parameter: base64url without padding of the request's canonical JSON. */
export function formatChargeRequest({ amount, currency, methodDetails }: ChargeRequest): string {
  const { invoice, network, paymentHash } = methodDetails;
  return base64urlFromText(
    canonicalJson({ amount, currency, methodDetails: { invoice, network, paymentHash } }),
  );
}

/** What a `request` parameter asks for, or `null` if it is none of ours in form. Never throws. */
export function readChargeRequest(text: string): ChargeRequest | null {
  const request = objectFromBase64url(text);
  if (request === null || !isJsonObject(request['methodDetails'])) return null;
  const { amount, currency } = request;
  const { invoice, network, paymentHash } = request['methodDetails'];
  if (
    typeof amount !== 'string' ||
    currency !== 'sat' ||
    typeof invoice !== 'string' ||
    typeof network !== 'string' ||
    typeof paymentHash !== 'string'
  ) {
    return null;
  }
  return { amount, currency, methodDetails: { invoice, network, paymentHash } };
}
