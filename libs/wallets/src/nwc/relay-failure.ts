import {
  ProtocolViolation,
  RateLimited,
  Unavailable,
  UnknownOutcome,
  type WalletError,
} from '../wallet-errors.js';
import { walletBounds } from '../wallet-bounds.js';
import type { RelayRefusal } from './relay-message.js';

/**
 * How a subscription or a publish failed at a relay. `lost`: the socket is gone; `too-long`: a message passed its bound;
 * `closed`: the relay ended the subscription; `busy`: too much is under way at this relay.
 */
export type RelayEnd = RelayRefusal | 'lost' | 'too-long' | 'closed' | 'busy';

/** A failure at a relay. Holds nothing of what was sent or said. */
export class RelayFailure extends Error {
  constructor(readonly end: RelayEnd) {
    super(`the relay failed: ${end}`);
    this.name = 'RelayFailure';
  }
}

const RELAY_REFUSES_SECONDS = 60;

/** What a failure at a relay means for a call to the wallet. `wasTaken`: the wallet may have got the request. */
export function meaningOfRelayFailure({ end }: RelayFailure, wasTaken: boolean): WalletError {
  if (end === 'too-long') return new ProtocolViolation('the answer is too large');
  if (wasTaken) return new UnknownOutcome('the relay was lost');
  if (end === 'rate-limited') return new RateLimited(walletBounds.rateLimitedSeconds);
  if (end === 'busy') return new RateLimited(1, 'budget');
  if (end === 'lost') return new Unavailable(walletBounds.unavailableSeconds);
  return new Unavailable(RELAY_REFUSES_SECONDS);
}
