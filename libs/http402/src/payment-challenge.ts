import { InvalidHeaderText } from './header-text.js';
import { parseChallenges } from './parse-challenges.js';

/** The parameters of a `Payment` challenge that its `id` binds; those that are absent are `null`. */
export interface PaymentSlots {
  readonly realm: string;
  readonly method: string;
  readonly intent: string;
  /** Base64url of the request's JSON. */
  readonly request: string;
  /** RFC 3339. */
  readonly expires: string | null;
  readonly digest: string | null;
  readonly opaque: string | null;
}

/** A `Payment` challenge (draft-00 of the `Payment` HTTP authentication scheme). */
export interface PaymentChallenge extends PaymentSlots {
  readonly id: string;
}

/** What clients of the older dialect read of the same line. */
export interface LegacyPaymentChallenge {
  readonly invoice: string;
  /** Whole satoshis, in decimal. */
  readonly amount: string;
  readonly currency: 'sat';
}

const NAMES = ['id', 'realm', 'method', 'intent', 'request', 'expires', 'digest', 'opaque'] as const;
const QUOTABLE = /^[ !#-[\]-~]+$/;

/**
 * The value of `WWW-Authenticate` that serves both dialects: `Payment id="…", realm="…", …`, and behind it what the older
 * one reads. Throws `InvalidHeaderText` for a value that cannot stand between quotes as it is.
 */
export function formatPaymentChallenge(challenge: PaymentChallenge, legacy: LegacyPaymentChallenge): string {
  const { invoice, amount, currency } = legacy;
  const parameters = [
    ...NAMES.map((name) => [name, challenge[name]] as const),
    ...Object.entries({ invoice, amount, currency }),
  ].flatMap(([name, value]) => (value === null ? [] : [`${name}="${quotable(value)}"`]));
  return `Payment ${parameters.join(', ')}`;
}

/**
 * The first `Payment` challenge for Lightning of one or more `WWW-Authenticate` values, whatever stands beside it; `null` if
 * none has all that draft-00 needs. Never throws.
 */
export function readPaymentChallenge(header: string | readonly string[]): PaymentChallenge | null {
  for (const { scheme, parameters } of parseChallenges(header)) {
    if (scheme !== 'payment' || parameters.get('method') !== 'lightning') continue;
    const challenge = paymentChallengeOf((name) => parameters.get(name));
    if (challenge !== null) return challenge;
  }
  return null;
}

/**
 * The challenge of which these are the parameters, others ignored; `null` if one that it needs is missing, or one is no
 * text.
 */
export function paymentChallengeOf(parameter: (name: string) => unknown): PaymentChallenge | null {
  const texts = new Map<string, string>();
  for (const name of NAMES) {
    const value = parameter(name) ?? null;
    if (typeof value === 'string') texts.set(name, value);
    else if (value !== null) return null;
  }
  const [id, realm, method, intent, request] = NAMES.map((name) => texts.get(name));
  if (!id || realm === undefined || method === undefined || intent === undefined || request === undefined)
    return null;
  const optional = (name: string): string | null => texts.get(name) ?? null;
  const [expires, digest, opaque] = [optional('expires'), optional('digest'), optional('opaque')];
  return { id, realm, method, intent, request, expires, digest, opaque };
}

function quotable(value: string): string {
  if (!QUOTABLE.test(value)) throw new InvalidHeaderText('payment challenge');
  return value;
}
