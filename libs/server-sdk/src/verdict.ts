/** The credential that a payer sent, and what it is to open. Send `resource` and an amount: a cheap token must not open a dear resource. */
export interface VerifyTokenArgs {
  /** As the payer sent it, perhaps several, separated by commas. */
  readonly macaroon?: string | null | undefined;
  /** Compulsory unless `credential` is there. */
  readonly preimage?: string | null | undefined;
  /** What follows `Payment ` in a credential of that scheme, instead of macaroon and preimage. */
  readonly credential?: string | null | undefined;
  /** Must equal what was sold. */
  readonly resource?: string | null | undefined;
  /** The price must be exactly this. */
  readonly amountSats?: number | null | undefined;
  /** The price must be at least this. */
  readonly minAmountSats?: number | null | undefined;
  readonly method?: string | null | undefined;
  readonly bodySha256?: string | null | undefined;
  /** Your own id of this request, never the payer's: a repeat gets the same answer without a second use. */
  readonly requestId?: string | null | undefined;
  /** Reserves the use, to be committed or released. */
  readonly reserve?: boolean | null | undefined;
}

/** The verdict. Decide on `valid`; `reason` says why not, `error` says it in a sentence. What does not apply is absent. */
export interface VerificationResult {
  readonly valid: boolean;
  readonly error?: string | undefined;
  /** From a closed list, for programs. */
  readonly reason?: string | undefined;
  /** With `missing_context`: the members to send. */
  readonly missing?: readonly string[] | undefined;
  readonly resource?: string | undefined;
  readonly merchantId?: number | undefined;
  readonly amountSats?: number | undefined;
  readonly paymentHash?: string | undefined;
  /** When the token expires. */
  readonly expiresAt?: string | undefined;
  /** Absent if the purchase has no number of uses. */
  readonly usesRemaining?: number | undefined;
  readonly useId?: string | undefined;
  /** For the header `Payment-Receipt`, with a credential of the `Payment` scheme. */
  readonly mppReceipt?: string | undefined;
  /** Set if this `requestId` was admitted before. */
  readonly replayed?: true | undefined;
}
