import type { CredentialScheme } from './parse-credential.js';

const BASE = 'https://paymentauth.org/problems/';

type GeneralProblem =
  | 'payment-required'
  | 'malformed-credential'
  | 'payment-expired'
  | 'invalid-challenge'
  | 'verification-failed';
type LightningProblem =
  | 'lightning/malformed-credential'
  | 'lightning/expired-invoice'
  | 'lightning/unknown-challenge'
  | 'lightning/invalid-preimage';

/** The `type` member (RFC 9457) of a 402 body. */
export type PaymentProblemType = `${typeof BASE}${GeneralProblem | LightningProblem}`;

const L402_PROBLEMS: ReadonlyMap<string, GeneralProblem> = new Map([
  ['malformed_macaroon', 'malformed-credential'],
  ['malformed_credential', 'malformed-credential'],
  ['expired', 'payment-expired'],
  ['unknown_challenge', 'invalid-challenge'],
  ['invalid_challenge', 'invalid-challenge'],
  ['revoked', 'invalid-challenge'],
  ['used_up', 'invalid-challenge'],
]);

const PAYMENT_PROBLEMS: ReadonlyMap<string, LightningProblem> = new Map([
  ['malformed_macaroon', 'lightning/malformed-credential'],
  ['malformed_credential', 'lightning/malformed-credential'],
  ['expired', 'lightning/expired-invoice'],
  ['unknown_challenge', 'lightning/unknown-challenge'],
  ['invalid_challenge', 'lightning/unknown-challenge'],
  ['revoked', 'lightning/unknown-challenge'],
  ['used_up', 'lightning/unknown-challenge'],
  ['invalid_preimage', 'lightning/invalid-preimage'],
]);

/**
 * The problem type for a reason that verification gave, or for no credential at all (`null`). The two `Payment`
 * dialects have types of their own; a reason unknown to this version is a failed verification.
 */
export function problemTypeFor(reason: string | null, scheme: CredentialScheme = 'l402'): PaymentProblemType {
  if (reason === null) return `${BASE}payment-required`;
  const problems: ReadonlyMap<string, GeneralProblem | LightningProblem> =
    scheme === 'l402' ? L402_PROBLEMS : PAYMENT_PROBLEMS;
  return `${BASE}${problems.get(reason) ?? 'verification-failed'}`;
}
