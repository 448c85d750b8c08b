/** What a caveat of a macaroon says, and whether we know it. */
export interface InspectedCaveat {
  readonly text: string;
  readonly condition: string | null;
  readonly value: string | null;
  readonly known: boolean;
  readonly meaning: string | null;
}

/** The identifier of a macaroon: ours with its parts, or a foreign one as text. */
export type InspectedIdentifier =
  | { readonly hex: string; readonly version: number; readonly paymentHash: string; readonly tokenId: string }
  | { readonly text: string };

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
