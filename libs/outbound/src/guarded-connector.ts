import { buildConnector } from 'undici';
import type { TLSSocket } from 'node:tls';
import type { AddressGuard } from './address-guard.js';
import { checkPinned, serverNameOf, tlsOptionsOf, type TlsTrust } from './tls-trust.js';

/** What is not the same for everybody: how a target is judged before, and whether HTTP/2 is spoken where it is offered. */
export interface ConnectorChoice {
  readonly check?: (url: URL) => void;
  readonly allowH2?: boolean;
}

/**
 * Opens sockets for undici: the target is judged before, its addresses while the name is resolved, the certificate after
 * the handshake and before anything is written.
 */
export function guardedConnector(
  guard: AddressGuard,
  trust: TlsTrust,
  connectMillis: number,
  { check = (url) => guard.checkUrl(url), allowH2 = false }: ConnectorChoice = {},
): buildConnector.connector {
  // No sessions are kept: a resumed one shows no certificate to compare.
  const settings = { lookup: guard.lookup, timeout: connectMillis, maxCachedSessions: 0, allowH2 };
  const connect = buildConnector({ ...settings, ...tlsOptionsOf(trust) });
  return (options, done) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    const host = options.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    try {
      const authority = host.includes(':') ? `[${host}]` : host;
      check(new URL(`${options.protocol}//${authority}:${String(port)}`));
    } catch (error) {
      done(error as Error, null);
      return;
    }
    const servername = serverNameOf(host);
    connect({ ...options, ...(servername === '' ? {} : { servername }) }, (...[error, socket]) => {
      if (error !== null) return done(error, null);
      try {
        if (options.protocol === 'https:') checkPinned(trust, socket as TLSSocket);
      } catch (refused) {
        socket.destroy();
        return done(refused as Error, null);
      }
      done(null, socket);
    });
  };
}
