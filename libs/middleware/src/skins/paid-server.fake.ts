import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { PaywallOptions } from '../paywall-options.js';
import { CREDENTIAL, ScriptedBroker } from '../scripted-broker.fake.js';
import { l402, type ExpressRequest } from './express.js';

/** A handler of Node's own server. */
export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** A server of Node behind a paywall, whose broker does as a test says. */
export class PaidServer {
  readonly broker = new ScriptedBroker();
  serve: Handler = (_req, res) => res.end();

  private constructor(readonly server: Server) {}

  static async listen(): Promise<PaidServer> {
    const server = createServer();
    const paid = new PaidServer(server);
    server.on('request', (req, res) => paid.serve(req, res));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return paid;
  }

  /** Puts the paywall before a handler. */
  sell(handler: Handler, more: Partial<PaywallOptions<ExpressRequest>> = {}): void {
    const paywall = l402({ client: this.broker, priceSats: 10, ...more });
    this.serve = (req, res) => paywall(req, res, () => handler(req, res));
  }

  /** Sends a request, with a credential unless it says otherwise, and does not wait. */
  send(headers: object = CREDENTIAL) {
    const { port } = this.server.address() as AddressInfo;
    return request({ host: '127.0.0.1', port, path: '/r', headers: headers as never, agent: false }).end();
  }

  async ask(headers?: object) {
    const [answer] = (await once(this.send(headers), 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    return { status: answer.statusCode, headers: answer.headersDistinct, text };
  }

  /** What the broker was told of uses, once it was told anything. */
  async decided(): Promise<string[]> {
    while (this.broker.decided.length === 0) await new Promise((resolve) => setImmediate(resolve));
    return this.broker.decided;
  }

  close(): void {
    this.server.close();
  }
}
