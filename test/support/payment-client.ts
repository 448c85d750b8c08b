import { formatPaymentCredential, type PaymentChallenge, readPaymentChallenge } from '@turnpike/http402';

/** The `Payment` challenge in a line of `WWW-Authenticate`, or in what a mint answered; throws if there is none. */
export function paymentChallengeIn(header: string | readonly string[] | null): PaymentChallenge {
  const challenge = readPaymentChallenge(header ?? '');
  if (challenge === null) throw new Error('no Payment challenge came');
  return challenge;
}

/** What verify takes as `credential` from whoever paid such a challenge; `changed` spoils what is sent back of it. */
export function paymentCredential(
  header: string | readonly string[] | null,
  preimage: string,
  changed: object = {},
): string {
  const challenge = { ...paymentChallengeIn(header), ...changed };
  return formatPaymentCredential(challenge, preimage).slice('Payment '.length);
}
