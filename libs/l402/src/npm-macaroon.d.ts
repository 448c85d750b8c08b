/** What we use of npm `macaroon`, which ships no types: it reads what people show us, and is the oracle of tests. */
declare module 'macaroon' {
  /** One field of the V2 JSON format: as text where it is UTF-8, else in base64 under the name with `64` at its end. */
  export interface MacaroonJson {
    readonly v: 2;
    readonly l?: string;
    readonly i?: string;
    readonly i64?: string;
    readonly s?: string;
    readonly s64?: string;
    readonly c?: readonly CaveatJson[];
  }

  export interface CaveatJson {
    readonly i?: string;
    readonly i64?: string;
    readonly v64?: string;
    readonly l?: string;
  }

  export interface Macaroon {
    readonly identifier: Uint8Array;
    readonly signature: Uint8Array;
    readonly location: string | null;
    readonly caveats: readonly { readonly identifier: Uint8Array; readonly vid?: Uint8Array }[];
    addFirstPartyCaveat(condition: string | Uint8Array): void;
    addThirdPartyCaveat(rootKey: Uint8Array, caveatId: string | Uint8Array, location?: string): void;
    /** Throws unless the signature holds under the root key and `check` gives null for each caveat. */
    verify(rootKey: Uint8Array, check: (condition: string) => string | null): void;
    exportJSON(): MacaroonJson;
  }

  export function newMacaroon(parts: {
    readonly identifier: Uint8Array;
    readonly location?: string;
    readonly rootKey: Uint8Array;
  }): Macaroon;

  /** Takes binary, or an object as JSON gives it, and throws at what is none; it trusts the types of members. */
  export function importMacaroon(source: object): Macaroon;
}
