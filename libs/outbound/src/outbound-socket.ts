import { WebSocket } from 'ws';
import type { AddressGuard } from './address-guard.js';
import { outboundBounds } from './outbound-bounds.js';

/** What a web socket is opened with. */
export interface SocketOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** The longest message that is taken, in bytes; a longer one ends the socket. */
  readonly bytesMax: number;
}

/**
 * Opens a web socket (RFC 6455) to an address that a merchant named: judged by the guard where it connects, open within a
 * bounded time, without compression, without redirects, with bounded messages. Throws `AddressRefusedError` for what can be
 * seen to be refused; everything later comes as the socket's `error` event, for which the caller has to listen.
 */
export function openOutboundSocket(url: URL, guard: AddressGuard, options: SocketOptions): WebSocket {
  guard.checkUrl(url);
  const socket = new WebSocket(url, {
    // Node looks up no literal, and none comes here that the operator has not listed.
    lookup: guard.lookup,
    headers: { 'user-agent': 'turnpike', ...options.headers },
    maxPayload: options.bytesMax,
    perMessageDeflate: false,
    followRedirects: false,
    handshakeTimeout: outboundBounds.connectMillis,
  });
  endOpening(socket);
  return socket;
}

/** The time-out of `ws` begins anew with every byte that the other side sends. */
function endOpening(socket: WebSocket): void {
  const timer = setTimeout(() => {
    if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
  }, outboundBounds.connectMillis).unref();
  const clear = (): void => clearTimeout(timer);
  socket.once('open', clear);
  socket.once('close', clear);
}
