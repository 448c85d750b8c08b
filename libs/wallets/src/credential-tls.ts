import { parseTlsTrust, type TlsTrust } from '@turnpike/outbound';
import { InvalidCredentials } from './invalid-credentials.js';

/** How a node's certificate is trusted, as it is kept: `value` is a PEM text or a SHA-256 fingerprint in hex. */
export interface StoredTls {
  readonly mode: TlsTrust['mode'];
  readonly value?: string;
}

/**
 * The member `tls` of credentials: `{mode: "system" | "pem" | "fingerprint", value?}`; absent is `system`. Throws
 * `InvalidCredentials` for anything else, and for a pinned certificate on a URL that shows none.
 */
export function credentialTls(members: Readonly<Record<string, unknown>>, url: URL): StoredTls {
  const trust = parseTlsTrust(members['tls']);
  if (trust === null)
    throw new InvalidCredentials({
      tls: 'must be {"mode": "system"}, or mode "pem" with a certificate, or "fingerprint" with 64 hex digits, as value',
    });
  if (trust.mode === 'system') return { mode: trust.mode };
  if (url.protocol !== 'https:') throw new InvalidCredentials({ tls: 'needs an https URL' });
  return { mode: trust.mode, value: trust.mode === 'pem' ? trust.pem : trust.fingerprint };
}

/** Whom a connection with that member trusts. Throws `InvalidCredentials` for what `credentialTls` did not make. */
export function trustIn(tls: StoredTls): TlsTrust {
  const trust = parseTlsTrust(tls);
  if (trust === null) throw new InvalidCredentials({ tls: 'cannot be read' });
  return trust;
}
