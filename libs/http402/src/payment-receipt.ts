import { base64urlFromText } from './base64url.js';
import { canonicalJson } from './canonical-json.js';
import { objectFromBase64url } from './json-object.js';

/** The header that a paid answer carries it in; only with a status of 200 to 299. */
export const PAYMENT_RECEIPT_HEADER = 'Payment-Receipt';

/** What the payer of a draft-00 credential is told of the payment that opened a resource. */
export interface PaymentReceipt {
  /** The `id` of the challenge that was paid. */
  readonly challengeId: string;
  readonly method: 'lightning';
  /** The payment hash. */
  readonly reference: string;
  readonly status: 'success';
  /** RFC 3339. */
  readonly timestamp: string;
}

/** The value of the header: base64url without padding of the receipt's canonical JSON. */
export function formatPaymentReceipt(receipt: PaymentReceipt): string {
  const { challengeId, method, reference, status, timestamp } = receipt;
  return base64urlFromText(canonicalJson({ challengeId, method, reference, status, timestamp }));
}

/** What a receipt says, or `null` if it is none of a Lightning payment. Never throws. */
export function readPaymentReceipt(text: string): PaymentReceipt | null {
  const { challengeId, method, reference, status, timestamp } = objectFromBase64url(text) ?? {};
  if (
    typeof challengeId !== 'string' ||
    method !== 'lightning' ||
    typeof reference !== 'string' ||
    status !== 'success' ||
    typeof timestamp !== 'string'
  ) {
    return null;
  }
  return { challengeId, method, reference, status, timestamp };
}
