/**
 * Why a credential is refused, with the sentence that the caller gets: the closed list, in the order of checking. Up to
 * `wrong_body` a macaroon is judged here, without any state; the rest is for who holds the records.
 */
export const REASON_TEXT = {
  malformed_macaroon: 'Macaroon could not be read',
  malformed_credential: 'Payment credential could not be read',
  preimage_only_refused: 'A preimage alone is not accepted',
  invalid_preimage: 'Invalid preimage',
  wrong_merchant: 'Token belongs to a different merchant',
  wrong_mode: 'Token belongs to a different mode',
  invalid_signature: 'Macaroon signature invalid',
  invalid_challenge: 'Payment challenge not recognised',
  caveat_not_allowed: 'Macaroon caveat not allowed',
  expired: 'Token expired',
  missing_context: 'Verification needs more members',
  wrong_resource: 'Token bound to a different resource',
  wrong_amount: 'Token bound to a different amount',
  wrong_method: 'Token bound to a different method',
  wrong_body: 'Token bound to a different body',
  unknown_challenge: 'Challenge not found',
  revoked: 'Token revoked',
  request_id_reused: 'Request id used for another request',
  used_up: 'Token has no uses left',
  uses_reserved: 'All remaining uses are reserved',
  not_settled: 'Payment not settled yet',
  settlement_unknown: 'Payment state unknown',
} as const;

/** The machine-readable name of a refusal. */
export type Reason = keyof typeof REASON_TEXT;

/** All reasons, in the order of checking. */
export const REASONS = Object.keys(REASON_TEXT) as readonly Reason[];
