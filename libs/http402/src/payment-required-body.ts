import type { L402Challenge } from './l402-challenge.js';
import type { CredentialScheme } from './parse-credential.js';
import { problemTypeFor, type PaymentProblemType } from './payment-problem-type.js';

/** A fresh challenge as the mint call answered it; `expiresAt` is the invoice's, RFC 3339 UTC. */
export interface MintedChallenge extends L402Challenge {
  readonly amountSats: number;
  readonly paymentHash: string;
  readonly expiresAt: string;
  readonly resource: string;
}

/** Why the credential that came was not accepted: the code, its sentence, and how it was sent. */
export interface PaymentRefusal {
  readonly reason: string;
  readonly sentence: string;
  readonly scheme?: CredentialScheme;
}

/** A problem document (RFC 9457) that also repeats the challenge, for clients that see no headers. */
export interface PaymentRequiredBody {
  readonly type: PaymentProblemType;
  readonly title: 'Payment Required';
  readonly status: 402;
  readonly detail: string;
  readonly error: 'Payment Required';
  readonly message: string;
  readonly reason: string | null;
  readonly l402: {
    readonly macaroon: string;
    readonly invoice: string;
    readonly amount_sats: number;
    readonly payment_hash: string;
    readonly expires_at: string;
    readonly resource: string;
  };
}

/** The body of a 402: for a payer without a credential (`null`), or for one whose credential was refused. */
export function paymentRequiredBody(
  challenge: MintedChallenge,
  refusal: PaymentRefusal | null = null,
): PaymentRequiredBody {
  const detail = refusal ? refusal.sentence : invitation(challenge.amountSats);
  return {
    type: problemTypeFor(refusal?.reason ?? null, refusal?.scheme),
    title: 'Payment Required',
    status: 402,
    detail,
    error: 'Payment Required',
    message: detail,
    reason: refusal?.reason ?? null,
    l402: {
      macaroon: challenge.macaroon,
      invoice: challenge.invoice,
      amount_sats: challenge.amountSats,
      payment_hash: challenge.paymentHash,
      expires_at: challenge.expiresAt,
      resource: challenge.resource,
    },
  };
}

function invitation(amountSats: number): string {
  const price = amountSats === 1 ? '1 sat' : `${String(amountSats)} sats`;
  return (
    `This resource costs ${price}. Pay the invoice, then repeat the request with the macaroon and the preimage. ` +
    'Make sure that your wallet shows the preimage: a payment between two accounts of one custodian may have none.'
  );
}
