import type { Duplex, Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { guardedConnector } from './guarded-connector.js';
import { outboundBounds } from './outbound-bounds.js';
import { type OutboundFailure, toOutboundFailure } from './outbound-failure.js';
import { systemTrust, type TlsTrust } from './tls-trust.js';

/** A request of somebody else's that is passed on. */
export interface UpstreamRequest {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly method: string;
  /** Names and values in turn, without those that belong to a connection. */
  readonly headers: readonly string[];
  /** Destroyed if the upstream fails, so nobody else may need it. */
  readonly body: Readable | null;
  /** A protocol to change to, such as `websocket`. */
  readonly upgrade?: string;
}

/** Headers by name in lower case. */
export type UpstreamHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** An exchange under way. */
export interface UpstreamControl {
  pause(): void;
  resume(): void;
  abort(): void;
}

/** Who is told how an exchange goes on. One of `onEnd`, `onUpgrade` and `onFailure` is the last. */
export interface UpstreamListener {
  /** The request is on its way; before the answer, or never. */
  onStart(control: UpstreamControl): void;
  /** The head of the answer; interim answers are passed over. */
  onAnswer(status: number, headers: UpstreamHeaders): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
  onUpgrade(headers: UpstreamHeaders, socket: Duplex): void;
  onFailure(failure: OutboundFailure): void;
}

/** What is not the same for everybody. */
export interface UpstreamChoice {
  /**
   * Host names, in lower case, of servers that are trusted to keep the rules of HTTP/2 (RFC 9113): undici throws outside every
   * call for one that sends DATA before a head and is asked again, which ends the process. Few change to another protocol in it.
   */
  readonly http2Hosts?: readonly string[];
  readonly trust?: TlsTrust;
}

/**
 * Passes requests on to servers that merchants named, and their answers back as they come, over HTTP/1.1, or HTTP/2 where
 * that server is trusted with it and offers it. It calls no address that the guard refuses, follows no redirect, decodes nothing, and knows no time-outs
 * beyond that of the connection: whoever listens has them.
 */
export class UpstreamClient {
  private readonly agent: Agent;
  private readonly http2: Agent;
  private readonly http2Hosts: ReadonlySet<string>;

  constructor(
    guard: AddressGuard,
    socketsPerServerMax: number,
    { http2Hosts = [], trust = systemTrust }: UpstreamChoice = {},
  ) {
    const check = (url: URL): void => guard.checkUpstream(url);
    const { connectMillis, headerBytesMax, idleSocketMillis } = outboundBounds;
    const agent = (allowH2: boolean): Agent =>
      new Agent({
        connect: guardedConnector(guard, trust, connectMillis, { check, allowH2 }),
        allowH2,
        connections: socketsPerServerMax,
        maxHeaderSize: headerBytesMax,
        keepAliveTimeout: idleSocketMillis,
        keepAliveMaxTimeout: idleSocketMillis,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
    [this.agent, this.http2] = [agent(false), agent(true)];
    this.http2Hosts = new Set(http2Hosts);
  }

  /** Sends a request. Never throws; everything comes to the listener. */
  send({ origin, path, method, headers, body, upgrade }: UpstreamRequest, listener: UpstreamListener): void {
    const agent = upgrade === undefined && this.isTrusted(origin) ? this.http2 : this.agent;
    const request = { origin, path, method, headers: headers as string[], body };
    try {
      agent.dispatch({ ...request, ...(upgrade !== undefined && { upgrade }) }, handlerOf(listener, body));
    } catch (error) {
      listener.onFailure(toOutboundFailure(error));
    }
  }

  /** Ends every exchange and closes every socket. */
  async close(): Promise<void> {
    await Promise.all([this.agent.destroy(), this.http2.destroy()]);
  }

  private isTrusted(origin: string): boolean {
    return this.http2Hosts.size > 0 && this.http2Hosts.has(new URL(origin).hostname);
  }
}

function handlerOf(listener: UpstreamListener, body: Readable | null): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller) {
      let isSent = false;
      const abort = (): void => controller.abort(new Error('nobody wants the answer any more'));
      listener.onStart({
        pause: () => controller.pause(),
        resume: () => controller.resume(),
        abort: () => {
          if (!isSent || body === null || body.readableEnded) return abort();
          // Over HTTP/2 a stream that is closed while its body is on the way is never reset, and stays one of the few that the
          // server allows; one whose body breaks off is. Without an error, for which undici would close it first.
          body.destroy();
          setImmediate(abort);
        },
      });
      isSent = true;
    },
    onRequestUpgrade(_controller, _status, headers, socket) {
      listener.onUpgrade(headers, socket);
    },
    onResponseStart(_controller, status, headers) {
      if (status >= 200) listener.onAnswer(status, headers);
    },
    onResponseData(_controller, chunk) {
      listener.onData(chunk);
    },
    onResponseEnd() {
      listener.onEnd();
    },
    onResponseError(_controller, error) {
      listener.onFailure(toOutboundFailure(error));
    },
  };
}
