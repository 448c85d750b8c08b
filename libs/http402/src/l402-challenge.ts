import { invoiceText, macaroonText } from './header-text.js';

/** What an L402 challenge hands out: the macaroon in base64 and the BOLT 11 invoice that buys its preimage. */
export interface L402Challenge {
  readonly macaroon: string;
  readonly invoice: string;
}

/** `short` leaves out `token` and `version`, which repeat the macaroon for readers of the newer wording. */
export type L402ChallengeForm = 'full' | 'short';

/**
 * The value of `WWW-Authenticate`: `L402 macaroon="M", invoice="P", token="M", version="0"`. Order, quotes and case
 * are part of the promise: clients in the field fail on any other form. Throws `InvalidHeaderText` if either part
 * holds anything but its own alphabet.
 */
export function formatL402Challenge(challenge: L402Challenge, form: L402ChallengeForm = 'full'): string {
  const macaroon = macaroonText(challenge.macaroon);
  const short = `L402 macaroon="${macaroon}", invoice="${invoiceText(challenge.invoice)}"`;
  return form === 'short' ? short : `${short}, token="${macaroon}", version="0"`;
}
