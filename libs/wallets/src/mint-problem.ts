import {
  ValidationFailed,
  WalletInvalidInvoice,
  WalletRateLimited,
  WalletUnavailable,
  type Problem,
} from '@turnpike/problems';
import {
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  type RejectedMember,
  type WalletError,
} from './wallet-errors.js';

/** For failures that do not say when to come back. */
const RETRY_AFTER_SECONDS = 5;

/** The members of a mint's body behind what wallets reject; an expiry is ours, so it is the request as a whole. */
const REJECTED: Record<RejectedMember, readonly [member: string, text: string]> = {
  amount: ['priceSats', 'The wallet makes no invoice over this amount.'],
  description: ['description', 'The wallet does not take this description.'],
  expiry: ['resource', 'The wallet does not make this invoice.'],
  request: ['resource', 'The wallet does not make this invoice.'],
};

/** What a caller who mints is answered when his wallet fails. The wallet's error is the cause, for our log. */
export function toMintProblem(error: WalletError): Problem {
  if (error instanceof ProtocolViolation) return new WalletInvalidInvoice(error);
  if (error instanceof RateLimited) return new WalletRateLimited(error.retryAfterSeconds, error);
  if (error instanceof Unavailable) return new WalletUnavailable(error.retryAfterSeconds, error);
  if (error instanceof Rejected) {
    const [member, text] = REJECTED[error.member];
    return new ValidationFailed({ [member]: [text] });
  }
  return new WalletUnavailable(RETRY_AFTER_SECONDS, error);
}

/** Whether another wallet of the merchant may do what this one did not: where the answer would be 503. */
export function isForAnotherWallet(error: WalletError): boolean {
  return !(error instanceof ProtocolViolation || error instanceof Rejected);
}
