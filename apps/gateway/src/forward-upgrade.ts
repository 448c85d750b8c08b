import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { UpstreamControl, UpstreamHeaders } from '@turnpike/outbound';
import { UpstreamTimeout, UpstreamUnreachable } from '@turnpike/problems';
import { type AdmittedRequest, upstreamOf } from './admitted-request.js';
import type { ForwardTools } from './forward.js';
import { gatewayBounds } from './gateway-bounds.js';
import { answerHeaders } from './passed-headers.js';
import { paidAnswerHeaders } from './paid-answer-headers.js';
import { SilenceWatch } from './silence-watch.js';

/**
 * Passes an admitted web socket on: paid for by its handshake, and as long as both sides like. The reserved use is committed
 * when the upstream agrees, or answers otherwise below 500, and given back when it fails before, or when the payer hangs up
 * before, a few times for each credential.
 */
export class ForwardUpgrade {
  private control: UpstreamControl | null = null;
  private state: 'waiting' | 'answering' | 'done' = 'waiting';
  private received = 0;
  private stopReading: () => void = () => undefined;

  constructor(
    private readonly admitted: AdmittedRequest,
    private readonly tools: ForwardTools,
    private readonly open: Set<Duplex>,
  ) {}

  /** Begins; everything else comes of itself. */
  run(): void {
    const { proxy, exchange } = this.admitted;
    const { request, response, upgrade } = exchange;
    const timer = setTimeout(() => this.fail(true), proxy.timeoutMillis);
    const settled = (): void => clearTimeout(timer);
    const onPayerClose = (): void => {
      if (this.hangUp()) settled();
    };
    if (response.destroyed) return onPayerClose();
    response.once('close', onPayerClose);
    if (upgrade !== null) this.stopReading = destroyAtEnd(upgrade.socket);
    const { origin, path, headers } = upstreamOf(this.admitted);
    const method = request.method ?? 'GET';
    this.tools.client.send(
      { origin, path, method, headers, body: null, upgrade: 'websocket' },
      {
        onStart: (control) => {
          this.control = control;
          if (this.state === 'done') control.abort();
        },
        onUpgrade: (answered, socket) => {
          settled();
          this.join(answered, socket);
        },
        onAnswer: (status, answered) => {
          settled();
          if (this.state === 'done') return;
          this.state = 'answering';
          this.control?.pause();
          this.decide(status)
            .then(() => this.answer(status, answered))
            .catch(() => response.destroy());
        },
        onData: (chunk) => {
          this.received += chunk.length;
          if (!response.write(chunk)) this.control?.pause();
        },
        onEnd: () => void response.end(),
        onFailure: () => {
          settled();
          if (this.state === 'answering') response.destroy();
          else this.fail(false);
        },
      },
    );
  }

  private join(headers: UpstreamHeaders, upstream: Duplex): void {
    const payer = this.admitted.exchange.upgrade;
    const isOver = this.state === 'done' || payer === null || payer.socket.destroyed;
    if (this.state === 'waiting') this.commit();
    this.state = 'done';
    upstream.on('error', () => upstream.destroy());
    if (isOver) {
      upstream.destroy();
      return;
    }
    const { socket, head } = payer;
    this.stopReading();
    this.admitted.exchange.response.detachSocket(socket as Socket);
    socket.write(switchingProtocols(headers));
    if (head.length > 0) upstream.write(head);
    let bytes = 0;
    const count = (chunk: Buffer): void => void (bytes += chunk.length);
    const watch = new SilenceWatch(() => bytes, end);
    watch.begin(gatewayBounds.socketSilenceMillis);
    const { open } = this;
    function end(): void {
      watch.end();
      open.delete(socket);
      socket.destroy();
      upstream.destroy();
    }
    open.add(socket);
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      from.on('data', count);
      // What is written already goes out first.
      from.on('close', () => to.end(end));
      from.pipe(to);
    }
  }

  private answer(status: number, headers: UpstreamHeaders): void {
    const { exchange } = this.admitted;
    const { response } = exchange;
    if (response.destroyed) {
      this.control?.abort();
      return;
    }
    for (const [name, value] of Object.entries(paidAnswerHeaders(this.admitted, headers)))
      response.setHeader(name, value);
    response.setHeader('connection', 'close');
    // A payer who does not read holds the upstream up, and one who has gone ends it.
    const watch = new SilenceWatch(
      () => this.received,
      () => response.destroy(),
    );
    // Node listens to this connection no more, so that the answer itself would tell of no drain.
    exchange.upgrade?.socket.on('drain', () => this.control?.resume());
    response.once('close', () => {
      watch.end();
      this.control?.abort();
    });
    watch.begin(gatewayBounds.bodySilenceMillis);
    response.writeHead(status).flushHeaders();
    this.control?.resume();
  }

  private fail(isLate: boolean): void {
    if (this.state === 'done') return;
    this.state = 'done';
    this.control?.abort();
    const problem = isLate ? new UpstreamTimeout() : new UpstreamUnreachable();
    void this.release().then(() => this.tools.answers.problem(this.admitted.exchange, problem));
  }

  /** The payer has gone; whether the upstream is left, too. */
  private hangUp(): boolean {
    const { reservedUseId, paid } = this.admitted;
    if (this.state !== 'waiting') return false;
    const isFree = reservedUseId === null || this.control === null;
    if (!isFree && !this.tools.hangUps.isForgiven(paid.paymentHash ?? '')) return false;
    this.state = 'done';
    void this.release();
    this.control?.abort();
    return true;
  }

  private async decide(status: number): Promise<void> {
    if (status < 500) this.commit();
    else await this.release();
  }

  private commit(): void {
    const { proxy, reservedUseId } = this.admitted;
    if (reservedUseId !== null) this.tools.outcomes.commit(proxy.tenant, reservedUseId);
  }

  private async release(): Promise<void> {
    const { proxy, reservedUseId } = this.admitted;
    if (reservedUseId !== null) await this.tools.outcomes.release(proxy.tenant, reservedUseId);
  }
}

/** Reads a socket that nobody reads yet, and so notices that it has gone; what comes stays in it. The answer stops that. */
function destroyAtEnd(socket: Duplex): () => void {
  const look = (): void => {
    if (socket.readableLength === 0) socket.read();
  };
  const onEnd = (): void => void socket.destroy();
  socket.on('readable', look).on('end', onEnd);
  return () => socket.off('readable', look).off('end', onEnd);
}

function switchingProtocols(headers: UpstreamHeaders): string {
  const lines = Object.entries(answerHeaders(headers, false)).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}\r\n`),
  );
  return `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n${lines.join('')}\r\n`;
}
