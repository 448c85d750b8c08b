/**
 * The merchant's side of L402: minting challenges and verifying credentials at a Turnpike broker, from Node, Bun, Deno and
 * edge runtimes. The pure functions on headers and paths are for those who write a paywall of their own;
 * `@turnpike/middleware` is one that is finished.
 */
export { L402Server } from './l402-server.js';
export type { CallOptions, FetchAnswer, FetchFunction, L402ServerOptions } from './options.js';
export type { Challenge, CreateChallengeArgs } from './challenge.js';
export type { VerificationResult, VerifyTokenArgs } from './verdict.js';
export type {
  ChallengeDetail,
  ChallengeList,
  ChallengeStatus,
  ListChallengesArgs,
  ListedChallenge,
  Page,
  Settlement,
} from './listed-challenge.js';
export type { DecidedUse, Use, UseList, UseState } from './uses.js';
export { L402ApiError, L402AuthError, L402NetworkError, L402PlanError, L402ServerError } from './errors.js';
export type { RefusedAnswer } from './errors.js';
export {
  canonicalPath,
  parseCredential,
  paymentRequiredBody,
  paymentRequiredHeaders,
} from '@turnpike/http402';
export type { CanonicalPath, Credential, PaymentRequiredBody } from '@turnpike/http402';
