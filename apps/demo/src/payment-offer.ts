import { parseChallenges, readL402Challenge } from '@turnpike/http402';
import { decodePaymentRequest, InvalidPaymentRequest, type Network } from '@turnpike/l402';

import { inSats } from './in-sats.js';
import { PaymentRefused } from './payment-refused.js';

/** What a 402 offers: the token, the invoice that buys it, and what that costs. */
export interface PaymentOffer {
  readonly macaroon: string;
  readonly invoice: string;
  readonly paymentHash: string;
  readonly amountSats: number;
  /** Why the token that was sent is not good, if the answer says so. */
  readonly reason: string | null;
}

const MSAT_PER_SAT = 1_000n;

interface Told {
  readonly reason?: unknown;
  readonly l402?: { readonly amount_sats?: unknown };
}

/**
 * Reads a 402, and its body to the end; `null` if its headers offer no L402. Throws `PaymentRefused` for an invoice that is not
 * for this network, not readable or without an amount in whole sats, and for one over another amount than header or body say.
 */
export async function readPaymentOffer(answer: Response, network: Network): Promise<PaymentOffer | null> {
  const body = await bodyOf(answer);
  const header = answer.headers.get('www-authenticate') ?? '';
  const challenge = readL402Challenge(header);
  if (challenge === null) return null;
  const { paymentHash, amountSats } = readInvoice(challenge.invoice, network);
  const inHeader = parseChallenges(header)
    .filter(({ parameters }) => parameters.get('invoice') === challenge.invoice)
    .map(({ parameters }) => parameters.get('amount'));
  for (const told of [...inHeader, body.l402?.amount_sats]) {
    if (told !== undefined && Number(told) !== amountSats) {
      throw new PaymentRefused(`the answer does not ask for the ${inSats(amountSats)} of its invoice`);
    }
  }
  const reason = typeof body.reason === 'string' ? body.reason : null;
  return { ...challenge, paymentHash, amountSats, reason };
}

function readInvoice(invoice: string, network: Network): { paymentHash: string; amountSats: number } {
  try {
    const { paymentHash, amountMsat } = decodePaymentRequest(invoice, network);
    if (amountMsat === null) throw new PaymentRefused('the invoice leaves the amount open');
    if (amountMsat % MSAT_PER_SAT !== 0n) throw new PaymentRefused('the invoice is not over whole sats');
    return { paymentHash, amountSats: Number(amountMsat / MSAT_PER_SAT) };
  } catch (error) {
    if (error instanceof InvalidPaymentRequest) throw new PaymentRefused('the invoice cannot be trusted');
    throw error;
  }
}

/** The members of a JSON body; none if it is something else. */
async function bodyOf(answer: Response): Promise<Told> {
  try {
    const body: unknown = await answer.json();
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}
