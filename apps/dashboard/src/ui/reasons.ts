/** A verdict's reason for a person: what happened, and what the seller can do about it. */
export interface ReasonWords {
  readonly short: string;
  readonly means: string;
  readonly advice: string;
}

const known: Readonly<Record<string, readonly [short: string, means: string, advice: string]>> = {
  malformed_macaroon: [
    'Unreadable macaroon',
    'What was sent is no macaroon that can be read.',
    'Check that the header is passed on whole; long headers are cut by some proxies.',
  ],
  malformed_credential: [
    'Unreadable credential',
    'What followed “Payment” could not be read.',
    'Check that the Authorization header reaches verify unchanged.',
  ],
  preimage_only_refused: [
    'Preimage alone',
    'A preimage came without a macaroon, and your settings refuse that.',
    'Let clients send the macaroon too, or change “preimage only” in Settings.',
  ],
  invalid_preimage: [
    'Wrong preimage',
    'The preimage does not belong to the invoice of this token, or is no 64 hex digits.',
    'Usually a payer who never paid. Nothing to do.',
  ],
  wrong_merchant: [
    'Another merchant’s token',
    'The token was minted for somebody else.',
    'Check that mint and verify use keys of the same merchant.',
  ],
  wrong_mode: [
    'Other mode',
    'A test token met a live key, or the reverse.',
    'Use keys of one mode for mint and verify.',
  ],
  invalid_signature: [
    'Signature does not hold',
    'The token was changed after it was minted, or was never ours.',
    'If it comes from your own mints, check that nobody rewrites macaroons.',
  ],
  invalid_challenge: [
    'Unknown payment challenge',
    'The credential echoes a challenge that is not ours.',
    'Check that the challenge header reaches payers unchanged.',
  ],
  caveat_not_allowed: [
    'Caveat not allowed',
    'The payer added a condition that must not be there.',
    'Nothing to do: the payer’s client has to be corrected.',
  ],
  expired: [
    'Expired',
    'The token’s time was over.',
    'If payers come back late, raise the token validity in Settings.',
  ],
  missing_context: [
    'Context missing',
    'The token is bound to something that verify was not told.',
    'Send resource, amount, method and body hash with every verify.',
  ],
  wrong_resource: [
    'Other resource',
    'The token was bought for another resource.',
    'Payers reuse tokens on neighbouring paths; they get a new challenge.',
  ],
  wrong_amount: [
    'Other amount',
    'The token was sold for another price than you ask.',
    'After a price change send minAmountSats with the old price for a while.',
  ],
  wrong_method: [
    'Other method',
    'The token was sold for another HTTP method.',
    'Mint without a method if one token should open several.',
  ],
  wrong_body: [
    'Other body',
    'The token was sold for another request body.',
    'Compare the hash that mint got with the one that verify gets.',
  ],
  unknown_challenge: [
    'Not on record',
    'The token holds, but its challenge is gone.',
    'Challenges are removed a day after their token has expired.',
  ],
  revoked: ['Revoked', 'The token was revoked.', 'Nothing to do: somebody of yours took it back.'],
  request_id_reused: [
    'Request id reused',
    'One request id came with two different requests.',
    'Make a new request id for each request; repeat it only for the same one.',
  ],
  used_up: [
    'Used up',
    'All uses of the token are spent.',
    'Raise maxUses if a purchase should be good for more.',
  ],
  uses_reserved: [
    'All uses reserved',
    'All remaining uses are held by requests under way.',
    'Commit or release reservations as soon as a request has ended.',
  ],
  not_settled: [
    'Not settled yet',
    'Your policy wants the wallet’s word, and it says unpaid.',
    'This passes when the wallet has seen the payment; the payer tries again.',
  ],
  settlement_unknown: [
    'Payment unknown',
    'Your policy wants the wallet’s word, and there is none.',
    'Check the health of the wallet that made the invoice.',
  ],
};

/** What a reason means; an unknown one, as a newer server may give, is shown as it is. */
export function reasonWords(reason: string): ReasonWords {
  const [short, means, advice] = known[reason] ?? [reason, '', ''];
  return { short, means, advice };
}
