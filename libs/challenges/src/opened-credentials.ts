import { limits } from '@turnpike/config';
import { openCredential, type OpenedCredential, type Refusal, RootKeys, type Tenant } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/**
 * Remembers credentials that opened, so that a token in frequent use does not pay for its signature chain each time. The
 * result depends on text, preimage, tenant and keys alone, so it cannot grow stale; time, context, revocation and uses are
 * judged anew on every call. Another spelling of the same token merely misses. Refusals are not kept: garbage evicts nothing.
 */
@Injectable()
export class OpenedCredentials {
  private readonly opened = new LRUCache<string, OpenedCredential>({
    max: limits.openedCredentialCacheEntriesMax,
  });

  constructor(private readonly keys: RootKeys) {}

  /** As `openCredential`. */
  open(tenant: Tenant, macaroon: string, preimage: string): OpenedCredential | Refusal {
    const name = `${preimage}:${macaroon}`;
    const kept = this.opened.get(name);
    if (kept?.merchantId === tenant.merchantId && kept.mode === tenant.mode) return kept;
    const result = openCredential({ macaroon, preimage }, tenant, this.keys);
    if (result.valid) this.opened.set(name, result);
    return result;
  }
}
