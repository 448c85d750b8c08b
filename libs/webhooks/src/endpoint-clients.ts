import { AddressGuard, OutboundHttp } from '@turnpike/outbound';
import { webhookBounds } from './webhook-bounds.js';

interface KeptClient {
  readonly client: OutboundHttp;
  users: number;
}

/**
 * A client for each address that something is sent to, so that one after another goes over one connection. Those that
 * nothing uses are kept up to a number, and the one that was not used for longest goes first.
 */
export class EndpointClients {
  private readonly kept = new Map<string, KeptClient>();

  constructor(
    private readonly guard: AddressGuard,
    private readonly idleMax: number = webhookBounds.idleClientsMax,
  ) {}

  /** Has `use` call the server of that address, and keeps its client at least until then. */
  async with<T>(url: URL, use: (client: OutboundHttp) => Promise<T>): Promise<T> {
    const { origin } = url;
    const kept = this.kept.get(origin) ?? { client: this.open(url), users: 0 };
    kept.users += 1;
    // To the end: what was used last goes last.
    this.kept.delete(origin);
    this.kept.set(origin, kept);
    try {
      return await use(kept.client);
    } finally {
      kept.users -= 1;
      this.dropIdle();
    }
  }

  /** How many clients are kept. */
  get size(): number {
    return this.kept.size;
  }

  /** Ends every call and closes every connection. */
  async close(): Promise<void> {
    const clients = [...this.kept.values()].map(({ client }) => client);
    this.kept.clear();
    await Promise.all(clients.map((client) => client.close()));
  }

  private open(url: URL): OutboundHttp {
    return new OutboundHttp({
      base: new URL(url.origin),
      guard: this.guard,
      socketsMax: webhookBounds.perProcessMax,
    });
  }

  private dropIdle(): void {
    const idle = [...this.kept].filter(([, { users }]) => users === 0);
    for (const [origin, { client }] of idle.slice(0, Math.max(0, idle.length - this.idleMax))) {
      this.kept.delete(origin);
      void client.close().catch(() => undefined);
    }
  }
}
