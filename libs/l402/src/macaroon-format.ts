/** Field types of a V2 binary macaroon (libmacaroons, doc/format.txt). `end` closes a section. */
export const FIELD = {
  end: 0x00,
  location: 0x01,
  identifier: 0x02,
  verificationId: 0x04,
  signature: 0x06,
} as const;

/** First byte of a V2 binary macaroon. V1 and JSON begin with printable ASCII. */
export const FORMAT_VERSION = 0x02;

/** Bounds on what is read or written, so that a hostile token costs no more than a long honest one. */
export const MACAROON_LIMITS = {
  macaroonBytesMax: 4_096,
  locationBytesMax: 128,
  caveatsMax: 64,
  caveatBytesMax: 2_100,
  identifierBytes: 66,
  signatureBytes: 32,
} as const;

/** Why bytes are no macaroon of ours. For tests and people; callers of the API learn only `malformed_macaroon`. */
export type MacaroonFault =
  | 'empty'
  | 'too_long'
  | 'other_version'
  | 'unexpected_field'
  | 'bad_length'
  | 'cut_short'
  | 'location_too_long'
  | 'bad_identifier'
  | 'bad_caveat_length'
  | 'too_many_caveats'
  | 'third_party_caveat'
  | 'bad_signature_length'
  | 'trailing_bytes';
