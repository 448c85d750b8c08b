import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  type WalletError,
} from '../wallet-errors.js';
import { walletBounds } from '../wallet-bounds.js';

/** What the error codes of NIP-47 mean, and that which Alby Hub adds; any other is as `OTHER`. */
const MEANINGS: Readonly<Record<string, () => WalletError>> = {
  RATE_LIMITED: () => new RateLimited(walletBounds.rateLimitedSeconds),
  QUOTA_EXCEEDED: () => new RateLimited(walletBounds.rateLimitedSeconds),
  UNAUTHORIZED: () => new CredentialInvalid(),
  RESTRICTED: () => new CredentialInvalid(),
  NOT_IMPLEMENTED: () => new Rejected('request'),
  INSUFFICIENT_BALANCE: () => new Rejected('request'),
  BAD_REQUEST: () => new Rejected('request'),
  NOT_FOUND: () => new Rejected('request'),
  UNSUPPORTED_ENCRYPTION: () => new ProtocolViolation('encryption'),
  INTERNAL: () => new Unavailable(walletBounds.unavailableSeconds),
  OTHER: () => new Unavailable(walletBounds.unavailableSeconds),
};

/** What an error code of a wallet means. */
export function meaningOfCode(code: string): WalletError {
  const meaning = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
  return meaning?.() ?? new Unavailable(walletBounds.unavailableSeconds);
}

/** The codes that say that this connection may not call a method, or that the wallet has none of that name. */
export function isNotOffered(code: string): boolean {
  return code === 'NOT_IMPLEMENTED' || code === 'RESTRICTED';
}
