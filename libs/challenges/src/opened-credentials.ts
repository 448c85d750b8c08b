import { limits } from '@turnpike/config';
import { openCredential, type OpenedCredential, type Refusal, RootKeys, type Tenant } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { SeenBefore } from './seen-before.js';

interface Kept {
  readonly macaroon: string;
  readonly preimage: string;
  readonly opened: OpenedCredential;
}

/** Last characters of a macaroon, its signature's: enough to find it by, and cheaper to hash than all of it. */
const NAME_CHARS = 32;

/** Characters of a preimage without blanks around it: no other spelling is kept, as those are without number. */
const PREIMAGE_CHARS = 64;

/**
 * Remembers credentials that opened, so that a token in frequent use does not pay for its signature chain each time. The
 * result depends on text, preimage, tenant and keys alone, so it cannot grow stale; time, context, revocation and uses are
 * judged anew on every call. Only what came twice in short time is kept, and refusals never: what is presented once, and
 * garbage, evict nothing. Another spelling of the same token merely misses.
 */
@Injectable()
export class OpenedCredentials {
  private readonly kept = new LRUCache<string, Kept>({
    max: limits.openedCredentialCacheEntriesMax,
    maxSize: limits.openedCredentialCacheCharsMax,
    sizeCalculation: ({ macaroon, opened: { resource } }) => macaroon.length + resource.length,
  });
  private readonly seen = new SeenBefore();

  constructor(private readonly keys: RootKeys) {}

  /** As `openCredential`. */
  open(tenant: Tenant, macaroon: string, preimage: string): OpenedCredential | Refusal {
    const name = macaroon.slice(-NAME_CHARS);
    const kept = this.kept.get(name);
    if (kept?.macaroon === macaroon && kept.preimage === preimage) {
      const { opened } = kept;
      if (opened.merchantId === tenant.merchantId && opened.mode === tenant.mode) return opened;
    }
    const result = openCredential({ macaroon, preimage }, tenant, this.keys);
    if (result.valid && preimage.length === PREIMAGE_CHARS && this.seen.again(result.tokenId)) {
      this.kept.set(name, { macaroon, preimage, opened: result });
    }
    return result;
  }
}
