import {
  decodePaymentRequest,
  hashPreimage,
  InvalidPaymentRequest,
  type Network,
  type PaymentRequest,
  type Preimage,
} from '@turnpike/l402';
import { limits } from '@turnpike/config';
import { readInvoice } from './read-invoice.js';
import { ProtocolViolation } from './wallet-errors.js';
import type { CreatedInvoice } from './wallet-provider.js';

/** What an invoice has to be, all of it decided before the wallet was asked. */
export interface Expectation {
  /** The chains that the mode allows. */
  readonly networks: readonly Network[];
  readonly amountMsat: bigint;
  /** Whose hash it has to carry; absent where the wallet chooses. */
  readonly preimage?: Preimage;
  /** Who has to sign it; null where that may change. */
  readonly payee: string | null;
}

/** An invoice that may be handed out. */
export interface AcceptedPaymentRequest {
  readonly paymentRequest: PaymentRequest;
  readonly expiresAt: Date;
}

/** How far the wallet's clock may be from ours. */
const CLOCK_OFFSET_MILLIS_MAX = 600_000;

function demand(isMet: boolean, why: string): void {
  if (!isMet) throw new ProtocolViolation(why);
}

function decodeForAny(text: string, networks: readonly Network[]): PaymentRequest {
  let why = 'network';
  for (const network of networks) {
    try {
      return decodePaymentRequest(text, network);
    } catch (error) {
      if (!(error instanceof InvalidPaymentRequest)) throw error;
      why = error.why;
      if (why !== 'network') break;
    }
  }
  throw new ProtocolViolation(why, why === 'network' ? networkOf(text) : null);
}

/** Null for an invoice that cannot be read, whatever network its beginning names. */
function networkOf(text: string): Network | null {
  try {
    return readInvoice(text).network;
  } catch (error) {
    if (error instanceof ProtocolViolation) return null;
    throw error;
  }
}

/**
 * Judges the invoice that a wallet made, from our own reading of it: network, amount to the millisatoshi, hash, payee,
 * clock and expiry. What the wallet claims beside it is compared with that reading and never taken for it. Throws
 * `ProtocolViolation`, naming the rule that is broken.
 */
export function acceptInvoice(
  created: CreatedInvoice,
  expected: Expectation,
  now: Date,
): AcceptedPaymentRequest {
  const invoice = decodeForAny(created.paymentRequest, expected.networks);
  const { preimage, payee } = expected;
  const claimedHash = created.claimedHash?.toLowerCase() ?? invoice.paymentHash;
  demand(invoice.amountMsat !== null, 'no amount');
  demand(invoice.amountMsat === expected.amountMsat, 'amount');
  demand(claimedHash === invoice.paymentHash, 'claimed hash');
  demand(preimage === undefined || hashPreimage(preimage) === invoice.paymentHash, 'hash of our preimage');
  demand(payee === null || payee === invoice.payee, 'payee');

  const madeAt = invoice.timestampSeconds * 1000;
  demand(Math.abs(madeAt - now.getTime()) <= CLOCK_OFFSET_MILLIS_MAX, 'clock');
  const expiresAt = madeAt + invoice.expirySeconds * 1000;
  const secondsLeft = (expiresAt - now.getTime()) / 1000;
  demand(secondsLeft >= limits.invoiceExpirySecondsFromWalletMin, 'expiry too soon');
  demand(secondsLeft <= limits.invoiceExpirySecondsFromWalletMax, 'expiry too late');
  return { paymentRequest: invoice, expiresAt: new Date(expiresAt) };
}
