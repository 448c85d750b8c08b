import { types } from 'node:util';
import { AddressRefusedError } from './address-guard.js';
import { CertificateRefusedError } from './tls-trust.js';

/**
 * How a call out failed. `refused`: the address may not be called; `certificate`: the other side is not whom we trust;
 * `unreachable`: no connection, so nothing was sent; `lost`: sent, and no whole answer came; `too-large`: the answer
 * passed its bound.
 */
export type OutboundFailureKind = 'refused' | 'certificate' | 'unreachable' | 'lost' | 'too-large';

/** A call out that brought no answer. Holds nothing of what was sent. */
export class OutboundFailure extends Error {
  constructor(
    readonly kind: OutboundFailureKind,
    /** The code of the network's error, such as `ECONNREFUSED`; empty if it had none. */
    readonly reason = '',
  ) {
    super(`the call failed: ${reason === '' ? kind : `${kind} (${reason})`}`);
    this.name = 'OutboundFailure';
  }
}

const NOTHING_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENODATA',
  'EPROTO',
  'ESERVFAIL',
  'ETIMEDOUT',
  'ETIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|ERR_CERTIFICATE|HOSTNAME_MISMATCH)/;

/** What an error of the network means. An error that is not known may have come after the request had left. */
export function toOutboundFailure(error: unknown): OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  for (const one of causesOf(error)) {
    if (one instanceof AddressRefusedError) return new OutboundFailure('refused', one.refusal);
    if (one instanceof CertificateRefusedError) return new OutboundFailure('certificate');
    const code = 'code' in one && typeof one.code === 'string' ? one.code : '';
    if (CERTIFICATE.test(code)) return new OutboundFailure('certificate', code);
    if (NOTHING_SENT.has(code) && !isOfOpenSocket(one, code)) return new OutboundFailure('unreachable', code);
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return new OutboundFailure('too-large');
    if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS'))
      return new OutboundFailure('unreachable', code);
  }
  const [first] = causesOf(error);
  const code = first !== undefined && 'code' in first && typeof first.code === 'string' ? first.code : '';
  return new OutboundFailure('lost', /^\w{1,40}$/.test(code) ? code : '');
}

/** A network may also go away under a socket on which a request has left; then the system names what it was doing. */
function isOfOpenSocket(error: Error & { syscall?: unknown }, code: string): boolean {
  // A handshake that fails is said to be a failed write.
  return code !== 'EPROTO' && (error.syscall === 'read' || error.syscall === 'write');
}

/** The error, what it bundles and what caused it, to a bounded depth. */
function causesOf(error: unknown, depth = 0): (Error & { code?: unknown })[] {
  // Not `instanceof`: errors of Node's own network code belong to another realm where a program runs in a context.
  if (!types.isNativeError(error) || depth > 3) return [];
  const errors: unknown = 'errors' in error ? error.errors : null;
  const bundled: unknown[] = Array.isArray(errors) ? errors.slice(0, 8) : [];
  return [error, ...bundled.flatMap((one) => causesOf(one, depth + 1)), ...causesOf(error.cause, depth + 1)];
}
