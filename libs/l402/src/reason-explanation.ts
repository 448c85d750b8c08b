import type { Reason } from './reason.js';

/** What each refusal means and what to do about it: a sentence or two for people who look into a token. */
export const REASON_EXPLANATION: Readonly<Record<Reason, string>> = {
  malformed_macaroon:
    'Verify reads macaroons in the V2 binary format with an L402 identifier, in base64. This is something else, or was cut or changed on its way.',
  malformed_credential: 'The text behind “Payment” is no credential of that scheme.',
  preimage_only_refused:
    'Your settings refuse a preimage without its macaroon: send the macaroon, too, or change the setting.',
  invalid_preimage:
    'The preimage is not the one of this token’s payment hash: it belongs to another invoice, or is not 64 hexadecimal digits.',
  wrong_merchant: 'The token was sold by another merchant, so its key opens nothing of yours.',
  wrong_mode:
    'The token was made in the other mode. Tokens of test mode never open anything in live mode, nor the reverse.',
  invalid_signature:
    'The signature does not hold: the token was changed after it was made, was made by another instance, or under a master key that is no longer configured.',
  invalid_challenge:
    'The challenge that comes back is none of yours in this mode, or was changed: its id does not fit the rest.',
  caveat_not_allowed:
    'Somebody added a caveat that widens the token or looks like one of ours and is not in our form.',
  expired: 'The token’s time is over. The payer buys again.',
  missing_context: 'The token, or your strict setting, asks for more of the request than was given.',
  wrong_resource: 'The token was bought for another resource. They are compared byte for byte.',
  wrong_amount: 'The token was bought for another amount than this request costs.',
  wrong_method: 'The token was bought for another HTTP method.',
  wrong_body: 'The token was bought for another request body.',
  unknown_challenge:
    'There is no challenge on record for it: it was deleted some time after its end, or a preimage alone is none of what you sold for the Payment scheme.',
  revoked: 'You revoked the challenge.',
  request_id_reused: 'The same request id came with another request.',
  used_up:
    'All uses that were bought are committed, or the one of a Payment credential is. The payer buys again.',
  uses_reserved: 'All uses are taken, but some are only reserved and may still be released.',
  not_settled: 'You ask for the wallet’s word as well, and the wallet says that the invoice is not paid.',
  settlement_unknown: 'You ask for the wallet’s word as well, and the wallet has not said or cannot tell.',
};
