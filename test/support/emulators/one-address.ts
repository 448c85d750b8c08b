import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * One address for several emulators of a service that has only one: a call is answered by the emulator of the account
 * whose key it carries. A call with no key that is known is refused with 401.
 */
export class SharedAddress {
  private readonly emulators = new Map<string, RequestListener>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const key = (request.headers.authorization ?? '').replace(/^Bearer /, '');
      const serve = this.emulators.get(key);
      if (serve === undefined) response.writeHead(401).end();
      else serve(request, response);
    });
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

  /** Has an emulator answer the calls with this key. */
  add(apiKey: string, serve: RequestListener): void {
    this.emulators.set(apiKey, serve);
  }

  /** Cuts every connection and listens no more. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}
