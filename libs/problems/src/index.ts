export {
  InvalidApiKey,
  InvalidCredentials,
  InvalidSignature,
  L402NotEnabled,
  LastOwner,
  LiveModeOnly,
  MissingApiKey,
  MissingSession,
  OriginRefused,
  RateLimited,
  RoleMissing,
  ScopeMissing,
  SecondFactorRequired,
  TestModeOnly,
} from './access-problems.js';
export type { RateLimitReached } from './access-problems.js';
export { MerchantMadeByPayment, RecentSignInRequired, SignInFirst } from './account-problems.js';
export { catalogue, findProblemKind } from './catalogue.js';
export {
  ChallengePersistFailed,
  EmailTaken,
  EndpointRetired,
  IdempotencyInProgress,
  IdempotencyKeyReuse,
  SandboxInvoiceExpired,
  SandboxInvoicePaid,
  SignupEmailMismatch,
  UseStateConflict,
} from './challenge-problems.js';
export {
  PlanEndpointLimit,
  PlanFeatureDisabled,
  PlanPriceLimit,
  PlanProxyLimit,
  PlanVolumeLimit,
} from './plan-problems.js';
export type { PlanStanding } from './plan-problems.js';
export { PROBLEM_MEDIA_TYPE, toProblemDocument } from './problem-document.js';
export type { ProblemContext, ProblemDocument } from './problem-document.js';
export { Problem } from './problem.js';
export type { ProblemExtras, ProblemKind } from './problem.js';
export {
  EndpointExists,
  InvalidStatusFilter,
  MalformedJson,
  MethodNotAllowed,
  NotFound,
  PathRefused,
  PayloadTooLarge,
  UnsupportedMediaType,
  ValidationFailed,
} from './request-problems.js';
export {
  InternalError,
  ServiceUnavailable,
  UpstreamTimeout,
  UpstreamUnreachable,
  VerificationUnavailable,
} from './server-problems.js';
export { ExpectationFailed, HeadersTooLarge, MalformedRequest, RequestTimeout } from './unread-problems.js';
export {
  AddressRefused,
  WalletCanSpend,
  WalletCredentialsInvalid,
  WalletInUse,
  WalletInvalidInvoice,
  WalletNetworkMismatch,
  WalletNotConfigured,
  WalletRateLimited,
  WalletUnavailable,
} from './wallet-problems.js';
export { WebhookDisabled } from './webhook-problems.js';
