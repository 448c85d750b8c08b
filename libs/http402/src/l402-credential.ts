import { macaroonText, preimageText } from './header-text.js';

/** An L402 credential in its two halves. `macaroon` may be several, separated by commas, as the payer sent them. */
export interface L402Credential {
  readonly macaroon: string;
  readonly preimage: string;
}

/** The value of `Authorization`: `L402 M:P`. Throws `InvalidHeaderText` if a half holds anything but its own alphabet. */
export function formatL402Credential({ macaroon, preimage }: L402Credential): string {
  const macaroons = macaroon.split(',').map(macaroonText).join(',');
  return `L402 ${macaroons}:${preimageText(preimage)}`;
}

/**
 * The two halves of what follows `L402 `, blanks trimmed, or `null` if one is empty. The last colon divides them: no
 * preimage holds one. Neither half is judged here.
 */
export function splitL402Credential(text: string): L402Credential | null {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return null;
  const macaroon = text.slice(0, colon).trim();
  const preimage = text.slice(colon + 1).trim();
  return macaroon && preimage ? { macaroon, preimage } : null;
}
