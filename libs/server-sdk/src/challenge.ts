/** What is to be sold, and on which terms. Only `resource` and `priceSats` are compulsory. */
export interface CreateChallengeArgs {
  /** What is sold, byte for byte as it will be verified. */
  readonly resource: string;
  /** Whole satoshis, 1 or more. */
  readonly priceSats: number;
  /** Text of the invoice, which the payer's wallet shows. */
  readonly description?: string | null | undefined;
  /** How many requests the purchase is good for; any number by default. */
  readonly maxUses?: number | null | undefined;
  /** Your own opaque id of the payer, whose open challenge on equal terms comes back instead of a second invoice. */
  readonly payer?: string | null | undefined;
  /** HTTP method, upper case, to which the token is bound; `GET` also admits `HEAD`. */
  readonly method?: string | null | undefined;
  /** SHA-256 of the request body to which the token is bound, 64 hexadecimal digits. */
  readonly bodySha256?: string | null | undefined;
  /** How long the purchase is good; the merchant's setting by default. */
  readonly tokenValiditySeconds?: number | null | undefined;
  /** Your own notes, which payers never see. */
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  /** The same key gives the same challenge; with one, the call is repeated when the network fails. */
  readonly idempotencyKey?: string | undefined;
}

/** A challenge to hand to the payer. */
export interface Challenge {
  readonly invoice: string;
  readonly macaroon: string;
  readonly paymentHash: string;
  /** When the invoice expires. */
  readonly expiresAt: string;
  readonly resource: string;
  readonly priceSats: number;
  /** The same challenge for the `Payment` scheme, where the merchant offers it. */
  readonly mppChallenge?: string | undefined;
  /** When the token expires: how long the purchase is good. */
  readonly tokenExpiresAt?: string | undefined;
  /** Set if this challenge was handed out before, by idempotency key or payer. */
  readonly replayed?: true | undefined;
}
