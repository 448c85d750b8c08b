import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Whether a request that asks for another protocol may have its connection. One that was sent before the answer to an earlier
 * one may not: that answer holds the connection, and Node throws where a second is to be written to it.
 */
export function isConnectionFree(request: IncomingMessage, socket: Duplex): boolean {
  const answer = new ServerResponse(request);
  try {
    // It is a socket, which Node's types do not say of upgrades.
    answer.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
  } catch {
    return false;
  }
  answer.detachSocket(socket as Parameters<ServerResponse['detachSocket']>[0]);
  return true;
}
