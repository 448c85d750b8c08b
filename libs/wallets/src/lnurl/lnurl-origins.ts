import { AddressRefusedError, type AddressGuard } from '@turnpike/outbound';
import type { CallBudget } from '../call-budget.js';
import { walletBounds } from '../wallet-bounds.js';
import { CredentialInvalid, RateLimited } from '../wallet-errors.js';
import { WalletHttp } from '../wallet-http.js';

/** Servers that one address may lead to at a time: its own, its callback's, its verification's. */
const ORIGINS_MAX = 4;
const IN_FLIGHT_MAX = 4;
const RETRY_AFTER_SECONDS = 1;

/**
 * The clients of the servers that an address leads to, one for each origin and a bounded number of them. Every URL comes
 * from somebody else, so each is judged by the guard before it is called, by its looks here and where the socket connects.
 */
export class LnurlOrigins {
  private readonly clients = new Map<string, WalletHttp>();

  constructor(
    private readonly guard: AddressGuard,
    private readonly budget: CallBudget,
  ) {}

  /** Whether a URL may be called, by its looks. */
  allows(url: URL): boolean {
    try {
      this.guard.checkUrl(url);
      return true;
    } catch (error) {
      if (error instanceof AddressRefusedError) return false;
      throw error;
    }
  }

  /** The client for a URL's origin; throws `CredentialInvalid` for a URL that may not be called. */
  clientFor(url: URL): WalletHttp {
    if (!this.allows(url)) throw new CredentialInvalid('address');
    const known = this.clients.get(url.origin);
    if (known !== undefined) {
      // The one that was used last goes last.
      this.clients.delete(url.origin);
      this.clients.set(url.origin, known);
      return known;
    }
    this.makeRoom();
    const client = new WalletHttp({
      base: new URL(url.origin),
      guard: this.guard,
      budget: this.budget,
      inFlightMax: IN_FLIGHT_MAX,
      bytesMax: walletBounds.smallAnswerBytesMax,
    });
    this.clients.set(url.origin, client);
    return client;
  }

  /** Ends every call and closes every socket. */
  async close(): Promise<void> {
    const clients = [...this.clients.values()];
    this.clients.clear();
    await Promise.all(clients.map((client) => client.close()));
  }

  private makeRoom(): void {
    if (this.clients.size < ORIGINS_MAX) return;
    for (const [origin, client] of this.clients) {
      if (client.load.inFlight > 0 || client.load.waiting > 0) continue;
      this.clients.delete(origin);
      void client.close();
      return;
    }
    throw new RateLimited(RETRY_AFTER_SECONDS);
  }
}
