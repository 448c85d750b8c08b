import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';

/**
 * Whom a TLS connection trusts: the system's authorities; or one certificate, given whole as PEM or by its SHA-256
 * fingerprint, whatever name it bears and however long it is valid, as nodes with self-signed certificates need it.
 */
export type TlsTrust =
  | { readonly mode: 'system' }
  | { readonly mode: 'pem'; readonly pem: string; readonly fingerprint: string }
  | { readonly mode: 'fingerprint'; readonly fingerprint: string };

/** The trust of everybody else. */
export const systemTrust: TlsTrust = Object.freeze({ mode: 'system' });

/** The other side showed a certificate that is not trusted. Nothing was sent. */
export class CertificateRefusedError extends Error {
  readonly code = 'ERR_CERTIFICATE_REFUSED';

  constructor() {
    super('the certificate is not the one that is trusted');
    this.name = 'CertificateRefusedError';
  }
}

const PEM_CHARS_MAX = 16_384;

/** Reads `{mode: "system" | "pem" | "fingerprint", value?}`; absent is `system`. Null for anything else. */
export function parseTlsTrust(value: unknown): TlsTrust | null {
  if (value === undefined || value === null) return systemTrust;
  if (typeof value !== 'object') return null;
  const { mode, value: given } = value as { mode?: unknown; value?: unknown };
  if (mode === 'system') return systemTrust;
  if (typeof given !== 'string' || given.length > PEM_CHARS_MAX) return null;
  if (mode === 'pem') return trustInPem(given);
  if (mode !== 'fingerprint') return null;
  const fingerprint = given
    .replace(/[\s:]/g, '')
    .replace(/^sha256\/?/i, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(fingerprint) ? { mode, fingerprint } : null;
}

function trustInPem(pem: string): TlsTrust | null {
  try {
    return { mode: 'pem', pem, fingerprint: fingerprintOf(new X509Certificate(pem).raw) };
  } catch {
    return null;
  }
}

/**
 * The options of a TLS connection that trusts like this. A pinned certificate is compared by `checkPinned` after the
 * handshake, before a byte is written: the authority is of no consequence then.
 */
export function tlsOptionsOf(trust: TlsTrust): { rejectUnauthorized?: boolean } {
  return trust.mode === 'system' ? {} : { rejectUnauthorized: false };
}

/** Throws `CertificateRefusedError` unless the other side's certificate is the pinned one; system trust has been checked already. */
export function checkPinned(trust: TlsTrust, socket: Pick<TLSSocket, 'getPeerCertificate'>): void {
  if (trust.mode === 'system') return;
  const shown = socket.getPeerCertificate() as Partial<PeerCertificate>;
  if (shown.raw === undefined || fingerprintOf(shown.raw) !== trust.fingerprint)
    throw new CertificateRefusedError();
}

/** The name to ask for in the handshake; none for an IP address (RFC 6066, 3). */
export function serverNameOf(host: string): string {
  return isIP(host) === 0 ? host : '';
}

function fingerprintOf(raw: Buffer): string {
  return createHash('sha256').update(raw).digest('hex');
}
