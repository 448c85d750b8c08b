import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, limits } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { HangUps } from '@turnpike/http402';
import { correlationIdOf, Logger, Metrics } from '@turnpike/observability';
import { AddressGuard, UpstreamClient } from '@turnpike/outbound';
import { MalformedRequest, MethodNotAllowed, NotFound } from '@turnpike/problems';
import { ServedProxies, UseOutcomes } from '@turnpike/proxies';
import { Answers } from './answers.js';
import { Callers, mayBeOwnHost } from './caller.js';
import { ChargeOrForward } from './charge-or-forward.js';
import { isPreflight, preflightHeaders } from './cors.js';
import type { Exchange } from './exchange.js';
import { Forward } from './forward.js';
import { ForwardUpgrade } from './forward-upgrade.js';
import { gatewayBounds } from './gateway-bounds.js';
import { isGatewayTarget, isHealthTarget, readTarget } from './read-target.js';

const ROUTE = '/l402/proxy/:proxyId/*';
const NEVER_TAKEN = ['TRACE', 'CONNECT'];
const TAKEN = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The data plane: takes requests as Node gives them, and answers every one of them. */
@Injectable()
export class Gateway {
  private readonly callers: Callers;
  private readonly client: UpstreamClient;
  private readonly openSockets = new Set<Duplex>();
  private readonly hangUps = new HangUps(gatewayBounds.hangUps);
  private readonly ownHost: string;
  private seen = 0;

  constructor(
    private readonly proxies: ServedProxies,
    private readonly charging: ChargeOrForward,
    private readonly answers: Answers,
    private readonly outcomes: UseOutcomes,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
    guard: AddressGuard,
    @Inject(ENV) env: Env,
  ) {
    this.callers = new Callers(env.trustedProxies);
    this.client = new UpstreamClient(guard, gatewayBounds.socketsPerServerMax, {
      http2Hosts: env.upstreamHttp2,
    });
    this.ownHost = env.publicUrl === null ? '' : new URL(env.publicUrl).hostname;
  }

  /**
   * Whether a request is for the gateway, by its host name or its path. A promise only if the database is asked, which what is
   * asked about our health is not, by whichever name.
   */
  takes(request: IncomingMessage): boolean | Promise<boolean> {
    const target = request.url ?? '';
    if (isGatewayTarget(target)) return true;
    if (isHealthTarget(target)) return false;
    const found = this.hostProxyId(this.callers.hostOf(request));
    // Who cannot be asked says no: nothing unpaid passes where nothing passes.
    return found === null
      ? false
      : typeof found === 'string'
        ? true
        : found.then(
            (id) => id !== null,
            () => false,
          );
  }

  /** Answers a request. `expectsContinue`: its body waits to be asked for. */
  handle(request: IncomingMessage, response: ServerResponse, expectsContinue = false): void {
    void this.exchange(request, response, null, expectsContinue);
  }

  /** Answers a request that asks for web sockets on this connection. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    // Node takes its own listener away, and an error nobody listens to would end the process.
    socket.on('error', () => socket.destroy());
    response.assignSocket(socket as Socket);
    // Not ended alone: who asked could hold the other half for ever, and nobody looks at it any more.
    response.on('finish', () => (socket as Socket).destroySoon());
    void this.exchange(request, response, { socket, head }, false);
  }

  /** Ends web sockets, for which a server that closes would wait. */
  endSockets(): void {
    for (const socket of this.openSockets) socket.destroy();
  }

  /** Ends web sockets and exchanges, and waits for uses that are being decided. */
  async close(): Promise<void> {
    this.endSockets();
    await this.client.close();
    await this.outcomes.close();
  }

  private async exchange(
    request: IncomingMessage,
    response: ServerResponse,
    upgrade: Exchange['upgrade'],
    expectsContinue: boolean,
  ): Promise<void> {
    const caller = this.callers.of(request);
    const correlationId = correlationIdOf(request.headers['x-correlation-id']);
    const common = { request, response, caller, correlationId, upgrade, expectsContinue };
    let exchange: Exchange = { ...common, hostProxyId: null };
    this.note(exchange);
    response.on('error', () => response.destroy());
    try {
      exchange = { ...common, hostProxyId: await this.hostProxyId(caller.host) };
      await this.serve(exchange);
    } catch (error) {
      this.answers.problem(exchange, error);
    }
  }

  private async serve(exchange: Exchange): Promise<void> {
    const { request, hostProxyId, upgrade } = exchange;
    if (request.headers.host === undefined && request.httpVersion === '1.1')
      throw new MalformedRequest('The header Host is missing.');
    if (NEVER_TAKEN.includes(request.method ?? '')) throw new MethodNotAllowed(TAKEN);
    const target = readTarget(request.url ?? '', hostProxyId);
    if (target === null) throw new NotFound();
    if (isPreflight(request)) {
      this.answers.send(exchange, 204, null, preflightHeaders(request));
      return;
    }
    const admitted = await this.charging.run(exchange, target);
    if (admitted === null) return;
    const { client, outcomes, answers, hangUps } = this;
    const tools = { client, outcomes, answers, hangUps };
    if (upgrade === null) new Forward(admitted, tools).run();
    else new ForwardUpgrade(admitted, tools, this.openSockets).run();
  }

  private hostProxyId(host: string): string | null | Promise<string | null> {
    return host === this.ownHost || !mayBeOwnHost(host) ? null : this.proxies.findByHost(host);
  }

  /** One count for each answer, and one line in so many, and for each fault. */
  private note({ request, response, correlationId }: Exchange): void {
    const started = performance.now();
    response.once('close', () => {
      const seconds = (performance.now() - started) / 1000;
      const { statusCode: status } = response;
      this.metrics.httpRequest(request.method ?? '', ROUTE, status, seconds);
      this.seen += 1;
      if (this.seen < limits.requestLogSampleEvery && status < 500) return;
      this.seen = status >= 500 ? this.seen : 0;
      const millis = Math.round(seconds * 10_000) / 10;
      this.logger.info({ correlationId, method: request.method, route: ROUTE, status, millis }, 'answered');
    });
  }
}
