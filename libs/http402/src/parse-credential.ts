import { headerLines, type HeaderSource } from './header-source.js';
import { readHexMacaroon } from './hex-macaroon.js';
import { splitL402Credential } from './l402-credential.js';
import { parseChallenges } from './parse-challenges.js';
import { splitAuthorization, type SchemeCredential } from './split-authorization.js';

/** The headers that may carry a credential, in lower case and in the order in which they are read. */
export const CREDENTIAL_CARRIERS = [
  'authorization',
  'x-l402-authorization',
  'payment-authorization',
  'grpc-metadata-macaroon',
  'macaroon',
] as const;

/** The header a credential came in. With another than `authorization`, the payer's `Authorization` is not ours. */
export type CredentialCarrier = (typeof CREDENTIAL_CARRIERS)[number];

/** A header line beyond this length carries no credential. */
export const CREDENTIAL_HEADER_BYTES_MAX = 8192;

/**
 * What a payer sent, unjudged. `l402`: macaroon (perhaps several, separated by commas) and preimage. `payment`: the
 * text after `Payment `, meant to be base64url JSON. `payment-legacy`: the older dialect, a preimage alone.
 */
export type Credential =
  | {
      readonly scheme: 'l402';
      readonly carrier: CredentialCarrier;
      readonly macaroon: string;
      readonly preimage: string;
    }
  | { readonly scheme: 'payment'; readonly carrier: CredentialCarrier; readonly credential: string }
  | { readonly scheme: 'payment-legacy'; readonly carrier: CredentialCarrier; readonly preimage: string };

/** How a credential was sent. */
export type CredentialScheme = Credential['scheme'];

type Reader = (values: readonly string[], carrier: CredentialCarrier) => Credential | null;

/** First match wins, so the order of the rows is the rule. */
const READERS: readonly (readonly [CredentialCarrier, Reader])[] = [
  ['authorization', readL402],
  ['authorization', readPayment],
  ['x-l402-authorization', readL402],
  ['payment-authorization', readPayment],
  ['grpc-metadata-macaroon', readMacaroonAlone],
  ['macaroon', readMacaroonAlone],
];

/**
 * The credential of a request, or `null` if it carries none. All lines of a header are read, also joined ones; the
 * first that holds a whole credential wins. `Bearer` and `Basic` are none, neither is an L402 credential with an empty
 * half. Only headers are read: not the query, not cookies, not the body. Never throws.
 */
export function parseCredential(headers: HeaderSource): Credential | null {
  const sent = carriedValues(headers);
  for (const [carrier, read] of READERS) {
    const credential = read(sent[carrier], carrier);
    if (credential) return credential;
  }
  return null;
}

function carriedValues(headers: HeaderSource): Record<CredentialCarrier, string[]> {
  const sent: Record<CredentialCarrier, string[]> = {
    authorization: [],
    'x-l402-authorization': [],
    'payment-authorization': [],
    'grpc-metadata-macaroon': [],
    macaroon: [],
  };
  for (const [name, value] of headerLines(headers)) {
    const lower = name.toLowerCase();
    const carrier = CREDENTIAL_CARRIERS.find((candidate) => candidate === lower);
    if (carrier && value.length <= CREDENTIAL_HEADER_BYTES_MAX) sent[carrier].push(value);
  }
  return sent;
}

function readL402(values: readonly string[], carrier: CredentialCarrier): Credential | null {
  return firstOf(values.flatMap(splitAuthorization), ({ scheme, text }) => {
    if (scheme !== 'l402' && scheme !== 'lsat') return null;
    const halves = splitL402Credential(text);
    return halves && { scheme: 'l402', carrier, ...halves };
  });
}

function readPayment(values: readonly string[], carrier: CredentialCarrier): Credential | null {
  return firstOf(values.flatMap(splitAuthorization), (sent) => {
    if (sent.scheme !== 'payment') return null;
    const preimage = legacyPreimage(sent);
    return preimage
      ? { scheme: 'payment-legacy', carrier, preimage }
      : { scheme: 'payment', carrier, credential: sent.text };
  });
}

/** The preimage of `Payment method="lightning", preimage="…"`, a credential written like a challenge. */
function legacyPreimage({ scheme, text }: SchemeCredential): string | null {
  const parameters = parseChallenges(`${scheme} ${text}`)[0]?.parameters;
  if (parameters?.get('method')?.toLowerCase() !== 'lightning') return null;
  return parameters.get('preimage')?.trim() || null;
}

function readMacaroonAlone(values: readonly string[], carrier: CredentialCarrier): Credential | null {
  return firstOf(
    values.flatMap((value) => value.split(',')),
    (hex) => {
      const halves = readHexMacaroon(hex.trim());
      return halves && { scheme: 'l402', carrier, ...halves };
    },
  );
}

function firstOf<Item>(items: readonly Item[], read: (item: Item) => Credential | null): Credential | null {
  for (const item of items) {
    const credential = read(item);
    if (credential) return credential;
  }
  return null;
}
