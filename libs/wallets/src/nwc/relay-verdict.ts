import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  toWalletError,
  Unavailable,
  UnknownOutcome,
} from '../wallet-errors.js';
import type { WalletError } from '../wallet-errors.js';
import { meaningOfRelayFailure, RelayFailure } from './relay-failure.js';

const RANKS = [ProtocolViolation, UnknownOutcome, RateLimited, Unavailable, CredentialInvalid];

/**
 * Of what went wrong at several relays, the error to be thrown: what may have reached the wallet counts more than what
 * has not, and a relay that may come back more than one that is refused for good.
 */
export function inOrderOfKnowledge(errors: readonly unknown[]): WalletError {
  const meanings = errors.map((error) =>
    error instanceof RelayFailure ? meaningOfRelayFailure(error, false) : toWalletError(error),
  );
  const rank = (error: WalletError): number => RANKS.findIndex((kind) => error instanceof kind);
  return meanings.sort((one, other) => rank(one) - rank(other))[0] ?? new Unavailable(1);
}
