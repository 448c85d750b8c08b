import { Injectable } from '@nestjs/common';
import type { MerchantId } from '@turnpike/l402';
import { ApiKeys } from '@turnpike/merchants';
import type { KnownKey, Principal } from '@turnpike/merchants';
import { InvalidCredentials } from '@turnpike/problems';
import type { KnownSession } from './session.js';

/** What it shows that somebody holds an API key. */
@Injectable()
export class ShownKeys {
  constructor(private readonly keys: ApiKeys) {}

  /** The key, as the database has it now. Throws `InvalidCredentials`. */
  async known(apiKey: string): Promise<KnownKey> {
    const principal = await this.keys.authenticate(apiKey);
    // What is remembered of a key is up to 1.5 s old; what is opened by it lives for longer.
    const known = principal === null ? null : await this.keys.holder(principal.keyId);
    if (known === null) throw new InvalidCredentials();
    return known;
  }

  /**
   * The merchant over which a key gives power in live mode: the one that is sent, else the one that has opened this browser's
   * session; null for any other key, and for none. Throws `InvalidCredentials` for one that is sent and does not work.
   */
  async ownMerchant(apiKey: string | null, session: KnownSession | null): Promise<MerchantId | null> {
    if (apiKey !== null) return owned((await this.known(apiKey)).principal);
    return session?.byKey === true ? owned(session.principals.live) : null;
  }
}

function owned(principal: Principal | undefined): MerchantId | null {
  if (principal?.mode !== 'live' || !principal.scopes.has('merchant:admin')) return null;
  return principal.merchantId;
}
