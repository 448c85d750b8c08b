import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const GONE: ReadonlySet<string> = new Set(['upgrade', 'connection', 'http2-settings']);

/** Whether a request asks for web sockets, which alone a gateway passes on. */
export function asksForWebSocket({ headers, method }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * Answers a request as though it had not asked for another protocol, as RFC 9110 section 7.8 allows: gives its bytes back to
 * the server without the asking. Some programs ask for HTTP/2 so with every first request.
 */
export function ignoreUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method = 'GET', url = '/', httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (!GONE.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[i + 1] ?? ''}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
