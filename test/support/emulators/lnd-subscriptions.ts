import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { EmulatorAnswer } from './emulator.js';
import type { LndEvent, LndInvoiceBook } from './lnd-invoice-book.js';

/**
 * The streams of an LND. Each replays what came strictly after its indexes, and nothing for 0, and then tells of every
 * event. No header is sent before the first one.
 */
export class LndSubscriptions extends EventEmitter {
  private readonly streams = new Set<ServerResponse>();

  constructor(private readonly book: LndInvoiceBook) {
    super();
  }

  /** Opens a stream. */
  open(query: URLSearchParams): EmulatorAnswer {
    const from = (name: string): number => Number(query.get(name) ?? '0');
    const replay = [
      ...this.book.after('added', from('add_index')),
      ...this.book.after('settled', from('settle_index')),
    ];
    return { status: 200, stream: (response) => this.serve(response, replay) };
  }

  /** How many are open. */
  get count(): number {
    return this.streams.size;
  }

  /** Resolves when so many are open. */
  async untilOpen(count: number): Promise<void> {
    while (this.count < count) await once(this, 'change');
  }

  /** Cuts all. */
  drop(): void {
    for (const response of this.streams) response.socket?.destroy();
  }

  /** Ends all in peace. */
  end(): void {
    for (const response of this.streams) response.end();
  }

  /** Writes to all as it is. */
  write(chunk: string | Buffer): void {
    for (const response of this.streams) response.write(chunk);
  }

  /** Answers all with a status, as a proxy does that has waited long enough. */
  answer(status: number, body: string): void {
    for (const response of this.streams)
      response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  }

  private serve(response: ServerResponse, replay: readonly LndEvent[]): void {
    let written: Promise<void> = Promise.resolve();
    const tell = (event: LndEvent): void => {
      written = written.then(() => this.tell(response, event));
    };
    for (const event of replay) tell(event);
    const stop = this.book.onEvent(tell);
    this.streams.add(response);
    response.on('close', () => {
      stop();
      this.streams.delete(response);
      this.emit('change');
    });
    this.emit('change');
  }

  private async tell(response: ServerResponse, { paymentHash, kind }: LndEvent): Promise<void> {
    const entry = await this.book.entry(paymentHash);
    const isOpen = kind === 'added' ? { state: 'OPEN', settled: false, settle_index: '0' } : {};
    if (!response.writableEnded && !response.destroyed)
      response.write(`${JSON.stringify({ result: { ...entry, ...isOpen } })}\n`);
  }
}
