import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Caller } from './caller.js';

/** One request and its answer, as the gateway has them. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller;
  readonly correlationId: string;
  /** The proxy that the host name leads to; null on the instance's own. */
  readonly hostProxyId: string | null;
  /** The connection, where a change of protocol is asked for, with what came on it already. */
  readonly upgrade: { readonly socket: Duplex; readonly head: Buffer } | null;
  /** Whether the payer waits to be told to send the body. */
  readonly expectsContinue: boolean;
}
