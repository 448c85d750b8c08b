import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * One address for several emulators of a service that has only one: a call goes on to the emulator of the account whose
 * key it carries. A call with no key that is known is refused with 401.
 */
export class SharedAddress {
  private readonly emulators = new Map<string, URL>();
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server: Server;

  private constructor() {
    this.server = createServer((asked, answer) => this.pass(asked, answer));
  }

  /** Listens on a free port. */
  static async open(): Promise<SharedAddress> {
    const shared = new SharedAddress();
    await new Promise<void>((resolve, reject) => {
      shared.server.once('error', reject);
      shared.server.listen(0, '127.0.0.1', resolve);
    });
    return shared;
  }

  /** Where it listens. */
  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** Passes calls with this key on to an emulator. */
  add(apiKey: string, emulatorUrl: string): void {
    this.emulators.set(apiKey, new URL(emulatorUrl));
  }

  /** Cuts every connection and listens no more. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
    this.agent.destroy();
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { method, url: path, headers } = asked;
    const emulator = this.emulators.get((headers.authorization ?? '').replace(/^Bearer /, ''));
    if (emulator === undefined) return void answer.writeHead(401).end();
    const { hostname, port } = emulator;
    const onward = request({ hostname, port, method, path, headers, agent: this.agent }, (told) => {
      answer.writeHead(told.statusCode ?? 502, told.headers);
      told.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  }
}
