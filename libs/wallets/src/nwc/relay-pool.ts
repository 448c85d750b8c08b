import type { Logger } from '@turnpike/observability';
import type { AddressGuard } from '@turnpike/outbound';
import { walletBounds } from '../wallet-bounds.js';
import { RateLimited, Unavailable } from '../wallet-errors.js';
import { nwcBounds } from './nwc-bounds.js';
import { RelaySocket } from './relay-socket.js';

/** One socket for each relay, whoever uses it, in bounded number; those that nobody uses for a minute are closed. */
export class RelayPool {
  private readonly sockets = new Map<string, RelaySocket>();
  private sweep: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(
    private readonly guard: AddressGuard,
    private readonly logger: Logger,
  ) {}

  /** How many relays are held. */
  get size(): number {
    return this.sockets.size;
  }

  /** The socket of a relay. To be asked for anew for each use. Throws a `WalletError` when there are too many. */
  at(url: URL): RelaySocket {
    if (this.isClosed) throw new Unavailable(walletBounds.unavailableSeconds);
    const kept = this.sockets.get(url.href);
    if (kept !== undefined) return kept;
    if (this.sockets.size >= nwcBounds.relaysOpenMax) this.closeIdle(0);
    if (this.sockets.size >= nwcBounds.relaysOpenMax) throw new RateLimited(1, 'budget');
    const socket = new RelaySocket(url, this.guard, this.logger);
    this.sockets.set(url.href, socket);
    this.sweep ??= setInterval(() => this.closeIdle(nwcBounds.idleMillis), nwcBounds.idleMillis / 4).unref();
    return socket;
  }

  /** Closes every socket; there are no others afterwards. */
  close(): void {
    this.isClosed = true;
    if (this.sweep !== null) clearInterval(this.sweep);
    for (const socket of this.sockets.values()) socket.close();
    this.sockets.clear();
  }

  private closeIdle(millis: number): void {
    for (const [href, socket] of this.sockets) {
      if (!socket.isIdleFor(millis)) continue;
      // Forgotten first, so that nobody finds a socket that is being closed.
      this.sockets.delete(href);
      socket.close();
    }
  }
}
