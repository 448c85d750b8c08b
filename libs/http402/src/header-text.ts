/** A text that may not stand in a header. Names what was refused and never repeats it. */
export class InvalidHeaderText extends Error {
  override readonly name = 'InvalidHeaderText';

  constructor(readonly what: 'macaroon' | 'invoice' | 'preimage' | 'payment challenge') {
    super(`This ${what} cannot be written into a header`);
  }
}

// Whole alphabets rather than a list of bad characters: what cannot be spelled cannot end a quoted string or a line.
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const ALPHANUMERIC = /^[A-Za-z0-9]+$/;
const HEX_32_BYTES = /^[0-9A-Fa-f]{64}$/;
const PAYMENT_CHALLENGE = /^Payment [ -~]+$/;

/** The macaroon itself; throws `InvalidHeaderText` unless it is base64 in either alphabet, padded or not. */
export function macaroonText(macaroon: string): string {
  if (!BASE64.test(macaroon)) throw new InvalidHeaderText('macaroon');
  return macaroon;
}

/** The payment request itself; throws `InvalidHeaderText` unless it consists of ASCII letters and digits, as BOLT 11 does. */
export function invoiceText(invoice: string): string {
  if (!ALPHANUMERIC.test(invoice)) throw new InvalidHeaderText('invoice');
  return invoice;
}

/** The preimage itself; throws `InvalidHeaderText` unless it is 32 bytes of hexadecimal in either case. */
export function preimageText(preimage: string): string {
  if (!HEX_32_BYTES.test(preimage)) throw new InvalidHeaderText('preimage');
  return preimage;
}

/** The `Payment …` challenge itself; throws `InvalidHeaderText` unless it starts so and is printable ASCII. */
export function paymentChallengeText(challenge: string): string {
  if (!PAYMENT_CHALLENGE.test(challenge)) throw new InvalidHeaderText('payment challenge');
  return challenge;
}
