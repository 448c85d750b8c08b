import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A message as it came in. */
export interface ReceivedMessage {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A merchant's server that takes webhooks, on 127.0.0.1, keeps every one and answers as it is told to. */
export class Receiver {
  readonly received: ReceivedMessage[] = [];
  /** Requests that were never answered, so far. */
  readonly held: ServerResponse[] = [];
  /** What it answers; `hang` answers nothing. */
  answer: number | 'hang' | ((response: ServerResponse, message: ReceivedMessage) => void) = 204;
  /** How many requests were unanswered at a time, at most. */
  mostAtATime = 0;
  private atATime = 0;
  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      this.atATime += 1;
      this.mostAtATime = Math.max(this.mostAtATime, this.atATime);
      response.on('close', () => (this.atATime -= 1));
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const message = {
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        };
        this.received.push(message);
        this.reply(response, message);
      });
    });
  }

  /** Listens on a free port. */
  static async start(): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Receiver(server);
  }

  /** Where it takes them. */
  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/hook?from=turnpike`;
  }

  /** The ids that came in, in order. */
  get ids(): string[] {
    return this.received.map(({ headers }) => String(headers['webhook-id']));
  }

  /** What the published verifier makes of a message at that time; throws if it does not accept it. */
  static verified({ headers, body }: ReceivedMessage, secret: string, now: Date): unknown {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now.getTime());
    try {
      return new Webhook(secret).verify(body, headers as Record<string, string>);
    } finally {
      clock.mockRestore();
    }
  }

  /** Resolves when so many have come in. */
  async until(count: number): Promise<void> {
    while (this.received.length < count) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Cuts every connection and listens no more. */
  async stop(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private reply(response: ServerResponse, message: ReceivedMessage): void {
    const { answer } = this;
    if (answer === 'hang') this.held.push(response);
    else if (typeof answer === 'number') response.writeHead(answer).end();
    else answer(response, message);
  }
}
