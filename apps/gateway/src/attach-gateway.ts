import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { limits } from '@turnpike/config';
import type { Gateway } from './gateway.js';
import { gatewayBounds } from './gateway-bounds.js';
import { hasBody } from './has-body.js';
import { asksForWebSocket, ignoreUpgrade } from './ignore-upgrade.js';
import { isConnectionFree } from './is-connection-free.js';

/** Node hands a CONNECT over with its bare connection, and without a listener would break that off. */
const NO_TUNNELS =
  'HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

type Take = (mine: () => void, others: () => void) => void;

/**
 * Lets a gateway take its requests from a server before anybody reads a body; all others go where they went before. To be
 * called before the server listens. Bodies on their way to an upstream may take long; those of others have the time they had.
 */
export function attachGateway(server: Server, gateway: Gateway): void {
  const others = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.requestTimeout = gatewayBounds.requestMillis;
  // Bounded by their bytes alone: of more Node would drop those behind, and with them how long a body is.
  server.maxHeadersCount = 0;
  const taking =
    (request: IncomingMessage): Take =>
    (mine, theirs) => {
      const takes = gateway.takes(request);
      if (typeof takes === 'boolean') return takes ? mine() : theirs();
      void takes.then((is) => (is ? mine() : theirs()));
    };
  const pass = (request: IncomingMessage, response: ServerResponse): void => {
    boundArrival(server, request);
    for (const other of others) other.call(server, request as never, response as never);
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) =>
    taking(request)(
      () => gateway.handle(request, response),
      () => pass(request, response),
    ),
  );
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) =>
    taking(request)(
      () => gateway.handle(request, response, true),
      () => {
        response.writeContinue();
        pass(request, response);
      },
    ),
  );
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    if (!isConnectionFree(request, socket)) {
      socket.destroy();
      return;
    }
    // Not ended alone: who asked could hold the other half for ever, and nobody looks at it any more.
    (socket as Socket).write(NO_TUNNELS);
    (socket as Socket).destroySoon();
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node listens to it no more, and a payer may hang up while we look for whom it is: an error nobody hears ends the process.
    // Once, however often one connection asks.
    socket.off('error', breakOff).on('error', breakOff);
    if (!isConnectionFree(request, socket)) {
      socket.destroy();
      return;
    }
    taking(request)(
      () =>
        asksForWebSocket(request)
          ? gateway.upgrade(request, socket, head)
          : ignoreUpgrade(server, request, socket, head),
      () => ignoreUpgrade(server, request, socket, head),
    );
  });
}

function breakOff(this: Duplex): void {
  this.destroy();
}

/** What Node itself does on a server that has no gateway: a request that does not arrive whole in time is answered 408. */
function boundArrival(server: Server, request: IncomingMessage): void {
  if (request.complete || !hasBody(request)) return;
  const timer = setTimeout(() => {
    if (request.complete || request.destroyed) return;
    const late = Object.assign(new Error('the request did not arrive in time'), {
      code: 'ERR_HTTP_REQUEST_TIMEOUT',
    });
    server.emit('clientError', late, request.socket);
  }, limits.requestTimeoutMillis).unref();
  request.once('close', () => clearTimeout(timer));
}
