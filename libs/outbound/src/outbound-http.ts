import { Agent, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { GatheredBytes } from './gathered-bytes.js';
import { guardedConnector } from './guarded-connector.js';
import { outboundBounds } from './outbound-bounds.js';
import { OutboundFailure, toOutboundFailure } from './outbound-failure.js';
import { tellSent } from './tell-sent.js';
import { systemTrust, type TlsTrust } from './tls-trust.js';

/** One request to the server that a client is for. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query, appended to the path of the base URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Ends the call, whatever it waits for. */
  readonly signal: AbortSignal;
  /** The longest answer that is read, in bytes. */
  readonly bytesMax: number;
  /** Whether what is beyond is dropped, since nobody wants it; otherwise a longer answer is a failure. */
  readonly dropsExcess?: boolean;
  /** Told when the request of a stream has a socket and goes out on it; the answer may come much later. */
  readonly onSent?: () => void;
}

/** A whole answer, whatever its status. */
export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** An answer whose body is still coming. */
export interface OutboundStream {
  readonly status: number;
  readonly headers: OutboundAnswer['headers'];
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** What a client is made of. */
export interface OutboundOptions {
  readonly base: URL;
  readonly guard: AddressGuard;
  readonly trust?: TlsTrust;
  /** Sockets open at a time; requests beyond wait for one. */
  readonly socketsMax: number;
}

/**
 * A client of one server that a merchant named. It calls no address the guard refuses, follows no redirect, decodes no
 * compression, keeps a bounded number of sockets and reads a bounded number of bytes. Everything that brings no answer is
 * an `OutboundFailure`.
 */
export class OutboundHttp {
  private readonly agent: Agent;
  private readonly streams: Agent;
  private readonly prefix: string;

  constructor(private readonly options: OutboundOptions) {
    const { base, guard, trust = systemTrust, socketsMax } = options;
    this.prefix = base.pathname.replace(/\/+$/, '');
    const connect = guardedConnector(guard, trust, outboundBounds.connectMillis);
    const common = { connect, pipelining: 1, maxHeaderSize: outboundBounds.headerBytesMax };
    this.agent = new Agent({
      ...common,
      connections: socketsMax,
      keepAliveTimeout: outboundBounds.idleSocketMillis,
      keepAliveMaxTimeout: outboundBounds.idleSocketMillis,
      headersTimeout: outboundBounds.silenceMillis,
      bodyTimeout: outboundBounds.silenceMillis,
    });
    // Some servers send no header before the first event, so silence is no sign of death here.
    this.streams = new Agent({ ...common, connections: 1, headersTimeout: 0, bodyTimeout: 0 });
  }

  /** Sends a request and reads the whole answer. */
  async send(request: OutboundRequest): Promise<OutboundAnswer> {
    try {
      const { statusCode, headers, body } = await this.agent.request(this.toUndici(request));
      return { status: statusCode, headers, body: await readWithin(body, request) };
    } catch (error) {
      throw toOutboundFailure(error);
    }
  }

  /** Sends a request whose answer does not end by itself. `bytesMax` is not looked at: the reader bounds what it keeps. */
  async stream(request: OutboundRequest): Promise<OutboundStream> {
    try {
      const { onSent } = request;
      const agent = onSent === undefined ? this.streams : this.streams.compose(tellSent(onSent));
      const { statusCode, headers, body } = await agent.request(this.toUndici(request));
      return { status: statusCode, headers, chunks: chunksOf(body) };
    } catch (error) {
      throw toOutboundFailure(error);
    }
  }

  /** Ends every call and closes every socket. */
  async close(): Promise<void> {
    await Promise.all([this.agent.destroy(), this.streams.destroy()]);
  }

  private toUndici({ method, path, headers, body, signal }: OutboundRequest): Dispatcher.RequestOptions {
    const { base } = this.options;
    return {
      origin: base.origin,
      path: `${this.prefix}${path}`,
      method,
      signal,
      headers: { 'user-agent': 'turnpike', accept: 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    };
  }
}

async function readWithin(
  body: AsyncIterable<Uint8Array> & { destroy(): void },
  { bytesMax, dropsExcess = false }: OutboundRequest,
): Promise<Buffer> {
  const gathered = new GatheredBytes();
  for await (const chunk of body) {
    gathered.add(chunk);
    if (gathered.length > bytesMax) {
      body.destroy();
      if (dropsExcess) break;
      throw new OutboundFailure('too-large');
    }
  }
  return gathered.take();
}

async function* chunksOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw toOutboundFailure(error);
  }
}
