import {
  parseChallenges,
  parseCredential,
  readL402Challenge,
  readPaymentCredential,
} from '@turnpike/http402';

/** What a text holds that somebody pasted, unjudged. */
export interface PresentedText {
  /** `L402`, `LSAT` or `Payment`; null where the text names none. */
  readonly scheme: string | null;
  /** One macaroon, or several separated by commas. */
  readonly macaroon: string | null;
  readonly preimage: string | null;
  readonly invoice: string | null;
  /** A draft-00 credential of the `Payment` scheme: what follows that word. */
  readonly payment: string | null;
}

const HEADER =
  /^\s*(www-authenticate|authorization|x-l402-authorization|payment-authorization|grpc-metadata-macaroon|macaroon)\s*:/i;
const INVOICE = /^(?:lightning:)?(ln(?:bcrt|bc|tbs|tb)[0-9a-z]+)$/i;
const HALVES = /^([^:\s]+)\s*:\s*([0-9a-f]{64})$/i;
const NAMES: Readonly<Record<string, string>> = { l402: 'L402', lsat: 'LSAT', payment: 'Payment' };
const NOTHING: PresentedText = {
  scheme: null,
  macaroon: null,
  preimage: null,
  invoice: null,
  payment: null,
};

/**
 * Takes apart what a person pastes: the line of a header with or without its name, a challenge's or a credential's, an
 * invoice, or a bare macaroon, with its preimage behind a colon or without. Never throws.
 */
export function readPresented(text: string): PresentedText {
  const header = HEADER.exec(text);
  const value = (header === null ? text : text.slice(header[0].length)).trim();
  const scheme = NAMES[/^[a-z0-9]+(?=\s)/i.exec(value)?.[0].toLowerCase() ?? ''] ?? null;

  const invoice = INVOICE.exec(value)?.[1];
  if (invoice !== undefined) return { ...NOTHING, invoice };
  if (header?.[1]?.toLowerCase() === 'www-authenticate' || /\b(?:macaroon|token|invoice)\s*=/i.test(value)) {
    return ofChallenge(value, scheme);
  }
  const name = header?.[1]?.toLowerCase() ?? 'authorization';
  const credential =
    parseCredential({ [name]: value }) ?? (scheme === null ? parseCredential({ macaroon: value }) : null);
  if (credential?.scheme === 'l402') {
    const { macaroon, preimage } = credential;
    return { ...NOTHING, scheme, macaroon, preimage };
  }
  if (credential?.scheme === 'payment-legacy') return { ...NOTHING, scheme, preimage: credential.preimage };
  if (credential?.scheme === 'payment') {
    const payment = credential.credential;
    return { ...NOTHING, scheme, payment, preimage: readPaymentCredential(payment)?.preimage ?? null };
  }
  return ofBare(scheme === null ? value : value.slice(scheme.length).trim(), scheme);
}

function ofChallenge(value: string, scheme: string | null): PresentedText {
  const offered = readL402Challenge(value);
  if (offered !== null) return { ...NOTHING, scheme: scheme === 'LSAT' ? scheme : 'L402', ...offered };
  const parameters = parseChallenges(scheme === null ? `L402 ${value}` : value)[0]?.parameters;
  return {
    ...NOTHING,
    scheme,
    macaroon: parameters?.get('macaroon') ?? parameters?.get('token') ?? null,
    invoice: parameters?.get('invoice') ?? null,
    preimage: parameters?.get('preimage') ?? null,
  };
}

function ofBare(value: string, scheme: string | null): PresentedText {
  const [, macaroon, preimage] = HALVES.exec(value) ?? [];
  if (macaroon !== undefined && preimage !== undefined) return { ...NOTHING, scheme, macaroon, preimage };
  // A colon at the end is that of a credential whose preimage was left out.
  return { ...NOTHING, scheme, macaroon: value.replace(/:\s*$/, '') || null };
}
