/** What a caveat of a macaroon says, and whether we know it. */
export interface InspectedCaveat {
  readonly text: string;
  readonly condition: string | null;
  readonly value: string | null;
  readonly known: boolean;
  readonly meaning: string | null;
}

/** The identifier of a macaroon: with its parts where it has our form, and as a text where it is one. */
export interface InspectedIdentifier {
  readonly hex: string;
  readonly version: number | null;
  readonly paymentHash: string | null;
  readonly tokenId: string | null;
  readonly text: string | null;
}

/** What there is to know of a pasted credential. */
export interface Inspection {
  readonly format: 'v2' | 'v1' | 'json' | null;
  readonly scheme: string | null;
  readonly location: string | null;
  readonly identifier: InspectedIdentifier | null;
  readonly caveats: readonly InspectedCaveat[];
  readonly signature: string | null;
  readonly preimage: { readonly present: boolean; readonly matches: boolean | null } | null;
  readonly invoice: {
    readonly amountSats: number | null;
    readonly network: string | null;
    readonly paymentHash: string;
    readonly expiresAt: string;
    readonly description: string | null;
  } | null;
  readonly verdict: {
    readonly valid: boolean;
    readonly reason: string | null;
    readonly error: string | null;
    readonly explanation: string | null;
  } | null;
  readonly ours: boolean;
}
