import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import type { HangUps } from '@turnpike/http402';
import type { OutboundFailure, UpstreamClient, UpstreamControl, UpstreamHeaders } from '@turnpike/outbound';
import { UpstreamTimeout, UpstreamUnreachable } from '@turnpike/problems';
import type { UseOutcomes } from '@turnpike/proxies';
import { type AdmittedRequest, upstreamOf } from './admitted-request.js';
import type { Answers } from './answers.js';
import { gatewayBounds } from './gateway-bounds.js';
import { hasBody } from './has-body.js';
import { paidAnswerHeaders } from './paid-answer-headers.js';
import { SilenceWatch } from './silence-watch.js';

/** What forwarding needs of the process. */
export interface ForwardTools {
  readonly client: UpstreamClient;
  readonly outcomes: UseOutcomes;
  readonly answers: Answers;
  readonly hangUps: HangUps;
}

/**
 * Passes one admitted request on and its answer back, both as they come. The use that is reserved for it is decided once:
 * committed when the upstream answers below 500, given back when it fails before, or when the payer hangs up before: then the
 * upstream is left too. A payer who does so time and again has it back no more: the answer is waited for, and decides.
 */
export class Forward {
  private readonly watch: SilenceWatch;
  private control: UpstreamControl | null = null;
  private state: 'waiting' | 'answering' | 'done' = 'waiting';
  private payerIsGone = false;
  private isLate = false;
  private received = 0;
  /** What came while the answer had to wait, and whether that is all. */
  private readonly early: Buffer[] = [];
  private isWhole = false;
  private body: PassThrough | null = null;

  constructor(
    private readonly admitted: AdmittedRequest,
    private readonly tools: ForwardTools,
  ) {
    const { request, response } = admitted.exchange;
    const moved = (): number =>
      request.socket.bytesRead + this.received + (response.socket?.bytesWritten ?? 0);
    this.watch = new SilenceWatch(moved, () => this.onSilence());
  }

  /** Begins; everything else comes of itself. */
  run(): void {
    const { proxy, exchange } = this.admitted;
    const { request, response, expectsContinue } = exchange;
    if (response.destroyed || request.socket.destroyed) return this.onPayerClose();
    response.on('close', () => this.onPayerClose());
    // An answer that stands in line behind another is told nothing of the connection.
    request.once('close', () => {
      if (request.socket.destroyed) this.onPayerClose();
    });
    response.on('drain', () => this.control?.resume());
    const { origin, path, headers } = upstreamOf(this.admitted);
    const brings = hasBody(request);
    if (brings && expectsContinue) response.writeContinue();
    this.watch.begin(proxy.timeoutMillis);
    const body = brings ? this.bodyOf() : null;
    this.body = body;
    this.tools.client.send(
      { origin, path, method: request.method ?? 'GET', headers, body },
      {
        onStart: (control) => {
          this.control = control;
          if (this.state === 'done') control.abort();
        },
        onAnswer: (status, answered) => {
          // Whatever cannot be written ends this exchange and never the process.
          this.onAnswer(status, answered).catch(() => this.breakOff());
        },
        onData: (chunk) => this.onData(chunk),
        onEnd: () => this.onEnd(),
        onUpgrade: (_headers, socket) => socket.destroy(),
        onFailure: (failure) => this.onFailure(failure),
      },
    );
  }

  /** A stream between, since whoever reads it destroys it when the upstream fails, and with the request its connection. */
  private bodyOf(): PassThrough {
    const { request } = this.admitted.exchange;
    const body = new PassThrough();
    request.pipe(body);
    request.once('end', () => {
      if (this.state === 'waiting') this.watch.begin(this.admitted.proxy.timeoutMillis);
    });
    request.once('close', () => {
      // Without an error: `abort` says why.
      if (!request.complete) body.destroy();
    });
    body.on('error', () => undefined);
    // Whoever reads it has gone; what still comes is thrown away, so that the connection can be used again.
    body.once('close', () => request.unpipe(body).resume());
    return body;
  }

  private async onAnswer(status: number, headers: UpstreamHeaders): Promise<void> {
    if (this.state !== 'waiting') return;
    this.state = 'answering';
    const { proxy } = this.admitted;
    const isStream = String(headers['content-type'] ?? '').startsWith('text/event-stream');
    const { bodySilenceMillis, streamSilenceMillis } = gatewayBounds;
    this.watch.begin(isStream ? streamSilenceMillis : Math.max(bodySilenceMillis, proxy.timeoutMillis));
    if (status < 500) this.commit();
    else if (this.admitted.reservedUseId !== null) {
      // Given back before the payer knows, who may come again at once.
      this.control?.pause();
      await this.release();
      this.control?.resume();
    }
    this.begin(status, headers);
  }

  private begin(status: number, headers: UpstreamHeaders): void {
    const { response } = this.admitted.exchange;
    if (this.payerIsGone || response.destroyed) {
      this.finish();
      this.control?.abort();
      return;
    }
    const receipt = status >= 200 && status < 300 ? this.admitted.paid.mppReceipt : undefined;
    response.writeHead(status, paidAnswerHeaders(this.admitted, headers, receipt));
    for (const chunk of this.early.splice(0)) this.onData(chunk);
    if (this.isWhole) return this.end(response);
    // The head goes with what comes at once; where nothing does, as with events, by itself.
    setImmediate(() => {
      if (!response.writableEnded) response.flushHeaders();
    });
  }

  private onData(chunk: Buffer): void {
    const { response } = this.admitted.exchange;
    this.received += chunk.length;
    if (this.state !== 'answering') return;
    if (!response.headersSent) this.early.push(chunk);
    else if (!response.write(chunk)) this.control?.pause();
  }

  private onEnd(): void {
    this.isWhole = true;
    const { response } = this.admitted.exchange;
    if (response.headersSent) this.end(response);
  }

  /** All has come; a payer who does not take it is looked at until he has. */
  private end(response: ServerResponse): void {
    const { request } = this.admitted.exchange;
    this.state = 'done';
    response.once('finish', () => {
      this.watch.end();
      if (!request.complete) request.destroy();
    });
    response.end();
  }

  /** What was begun cannot be taken back: the payer sees that it broke off. */
  private breakOff(): void {
    this.control?.abort();
    this.finish();
    this.admitted.exchange.response.destroy();
  }

  private onFailure(failure: OutboundFailure): void {
    const { exchange } = this.admitted;
    if (this.state === 'done') return;
    if (this.state === 'answering') {
      return this.breakOff();
    }
    this.finish();
    const problem = this.isLate ? new UpstreamTimeout(failure) : new UpstreamUnreachable(failure);
    void this.release().then(() => this.tools.answers.problem(exchange, problem));
  }

  private onSilence(): void {
    const { request, response } = this.admitted.exchange;
    if (this.state === 'done') {
      response.destroy();
      return;
    }
    this.isLate = true;
    if (this.control === null) return this.onFailureBeforeStart();
    // While the request is not whole and the upstream takes what comes, it is the payer who says nothing.
    const isPayers = this.state === 'waiting' && !request.complete && this.body?.writableNeedDrain !== true;
    if (isPayers) request.destroy();
    else this.control.abort();
  }

  private onFailureBeforeStart(): void {
    const { exchange } = this.admitted;
    this.finish();
    void this.release().then(() => this.tools.answers.problem(exchange, new UpstreamTimeout()));
  }

  private onPayerClose(): void {
    if (this.state === 'done') return this.watch.end();
    this.payerIsGone = true;
    const { reservedUseId, paid, exchange } = this.admitted;
    if (this.state === 'waiting' && reservedUseId !== null) {
      // What has not left yet is no work of anybody's.
      if (this.control === null || this.tools.hangUps.isForgiven(paid.paymentHash ?? '')) void this.release();
      else if (exchange.request.complete) return;
      else this.commit();
    }
    this.finish();
    this.control?.abort();
  }

  private finish(): void {
    this.state = 'done';
    this.watch.end();
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
