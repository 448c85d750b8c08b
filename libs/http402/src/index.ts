/**
 * HTTP 402 as text: canonical request paths, challenges, credentials and the payer's answer. Pure functions on
 * strings, without a clock, without I/O and without any import, because the published packages carry a copy of
 * this folder to Node, Bun, Deno and edge runtimes.
 */
export { canonicalPath, PATH_REFUSAL_TEXT } from './canonical-path.js';
export type { CanonicalPath, PathRefusal } from './canonical-path.js';

export { formatL402Challenge } from './l402-challenge.js';
export type { L402Challenge, L402ChallengeForm } from './l402-challenge.js';
export { parseChallenges, readL402Challenge } from './parse-challenges.js';
export type { ParsedChallenge } from './parse-challenges.js';

export { formatL402Credential } from './l402-credential.js';
export type { L402Credential } from './l402-credential.js';
export { CREDENTIAL_CARRIERS, CREDENTIAL_HEADER_BYTES_MAX, parseCredential } from './parse-credential.js';
export type { Credential, CredentialCarrier, CredentialScheme } from './parse-credential.js';

export { formatChargeRequest, readChargeRequest } from './charge-request.js';
export type { ChargeRequest } from './charge-request.js';
export { formatPaymentChallenge, paymentChallengeOf, readPaymentChallenge } from './payment-challenge.js';
export type { LegacyPaymentChallenge, PaymentChallenge, PaymentSlots } from './payment-challenge.js';
export {
  formatLegacyPaymentCredential,
  formatPaymentCredential,
  readPaymentCredential,
} from './payment-credential.js';
export type { PaymentCredential } from './payment-credential.js';
export { formatPaymentReceipt, PAYMENT_RECEIPT_HEADER, readPaymentReceipt } from './payment-receipt.js';
export type { PaymentReceipt } from './payment-receipt.js';

export { InvalidHeaderText } from './header-text.js';
export type { HeaderSource } from './header-source.js';

export { challengeLines, HEAD_BYTES_MAX } from './head-budget.js';
export type { OfferedChallenge } from './head-budget.js';
export { PAID_HEADERS, paidHeaders } from './paid-headers.js';
export { paymentRequiredHeaders } from './payment-required-headers.js';
export type { PaymentRequiredHeaderOptions } from './payment-required-headers.js';

export { LostRequests } from './lost-requests.js';
export { HangUps, type HangUpBounds } from './hang-ups.js';
export { answerForReason, VERIFICATION_UNAVAILABLE } from './answer-for-reason.js';
export type { AnswerContext, OptionalCaveatMember, PayerAnswer } from './answer-for-reason.js';
export { problemTypeFor } from './payment-problem-type.js';
export type { PaymentProblemType } from './payment-problem-type.js';
export { paymentRequiredBody } from './payment-required-body.js';
export type { MintedChallenge, PaymentRefusal, PaymentRequiredBody } from './payment-required-body.js';
