import { CREDENTIAL_CARRIERS } from './parse-credential.js';
import { PAYMENT_RECEIPT_HEADER } from './payment-receipt.js';

const inTitleCase = (name: string): string => name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());

/**
 * Headers of an answer that was paid for, to be set whatever the answer had: no cache that others share keeps it, and none
 * gives it to a request that carries another credential, in any of the headers that may carry one, or none.
 */
export const PAID_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['Cache-Control', 'private'],
  ['Vary', CREDENTIAL_CARRIERS.map(inTitleCase).join(', ')],
];

/** The same for an answer of 200 to 299, with the receipt of a draft-00 credential where there is one. */
export function paidHeaders(receipt?: string): readonly (readonly [name: string, value: string])[] {
  return receipt === undefined ? PAID_HEADERS : [...PAID_HEADERS, [PAYMENT_RECEIPT_HEADER, receipt]];
}
