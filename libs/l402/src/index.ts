export type { Brand } from './brand.js';
export { modeFromNumber, modeNumber, otherMode, type Mode } from './mode.js';
export { parsePaymentHash, type PaymentHash } from './payment-hash.js';
export { hashPreimage, parsePreimage, type Preimage } from './preimage.js';
export { parseSats, type Sats } from './sats.js';
export { parseMerchantId, type MerchantId } from './merchant-id.js';
export type { Tenant } from './tenant.js';
export { isResource, RESOURCE_BYTES_MAX } from './resource.js';

export { RootKeys, type DerivedKey, type MasterKey } from './root-keys.js';
export { MppKeys } from './mpp-keys.js';
export { newTokenId, kidOf } from './token-id.js';
export { mintMacaroon, type MintTerms } from './mint-macaroon.js';

export { openCredential, openUnpaid, type Credential, type OpenedCredential } from './open-credential.js';
export { judgeCredential, type VerifyContext } from './judge-credential.js';
export { verifyCredential, type Verdict } from './verify-credential.js';
export type { Terms } from './terms.js';
export { parseProof, proves, type Proof } from './proof.js';
export { readAnyMacaroon, type AnyMacaroon, type MacaroonForm } from './any-macaroon.js';
export { readPresented, type PresentedText } from './presented-text.js';
export { explainCaveat, type ExplainedCaveat } from './caveat-meaning.js';
export { REASON_EXPLANATION } from './reason-explanation.js';
export { REASON_TEXT, REASONS, type Reason } from './reason.js';
export { refuse, type ContextMember, type Refusal } from './refusal.js';

export {
  decodePaymentRequest,
  InvalidPaymentRequest,
  signPaymentRequest,
  type Network,
  type PaymentRequest,
  type PaymentRequestFault,
  type PaymentRequestTerms,
} from './payment-request.js';
export { cutToBytes } from './cut-to-bytes.js';
