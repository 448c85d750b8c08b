/** Whom a passkey is made for: the host, and the origins from which it may be used. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * The relying party of an address. A passkey belongs to a name, never to a number, so an instance on 127.0.0.1 is called
 * `localhost`, by which browsers reach it, too.
 */
export function relyingParty(publicUrl: string): RelyingParty {
  const url = new URL(publicUrl);
  const isLoopback = url.hostname === '127.0.0.1' || url.hostname === '[::1]';
  if (isLoopback) url.hostname = 'localhost';
  return { id: url.hostname, origin: url.origin };
}
