import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { Metrics } from '@turnpike/observability';
import { hashApiKey, looksLikeApiKey } from '@turnpike/secrets';
import { ApiKeyRepository } from './api-key.repository.js';
import { LastUses } from './last-uses.js';
import { PrincipalCache } from './principal-cache.js';
import type { KnownKey } from './principal-cache.js';
import type { Principal } from './principal.js';

/**
 * Says who holds an API key. A text that is no key is refused by its form and checksum, without I/O; answers of the
 * database serve for at most 1.5 s, so a revoked key is dead everywhere after that even if no process could be told.
 * A key's own end and that of its merchant's plan are judged by the clock at every call. If the database must be asked and cannot answer, its error
 * goes to the caller: a key that cannot be checked is not an invalid one.
 */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly repository: ApiKeyRepository,
    private readonly cache: PrincipalCache,
    private readonly lastUses: LastUses,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** The holder of a key, `null` for an unknown, revoked or expired one. A promise only if the database is asked. */
  authenticate(key: string): Principal | null | Promise<Principal | null> {
    const secretHash = hashApiKey(key);
    const fingerprint = secretHash.toString('latin1');
    const remembered = this.cache.get(fingerprint);
    if (remembered === undefined && looksLikeApiKey(key) === null) return null;
    this.metrics.cacheLookUp('api_key', remembered !== undefined);
    if (remembered !== undefined) return this.judge(remembered);
    return this.cache
      .load(fingerprint, () => this.repository.find(secretHash))
      .then((answer) => this.judge(answer));
  }

  /**
   * The holder of a key that is known by its id, as the database has it now; `null` for an unknown, revoked or expired one.
   * It is no use of the key.
   */
  async holder(keyId: string): Promise<KnownKey | null> {
    const known = await this.repository.findById(keyId);
    if (known === null) return null;
    const nowMs = this.clock.now().getTime();
    if (known.expiresAtMs !== null && known.expiresAtMs <= nowMs) return null;
    return { ...known, principal: principalAt(known, nowMs) };
  }

  private judge(known: KnownKey | null): Principal | null {
    if (known === null) return null;
    const nowMs = this.clock.now().getTime();
    if (known.expiresAtMs !== null && known.expiresAtMs <= nowMs) return null;
    this.lastUses.note(known.principal.keyId, nowMs);
    return principalAt(known, nowMs);
  }
}

/** The holder as the merchant's plan stands at that moment. */
function principalAt({ later, principal }: KnownKey, nowMs: number): Principal {
  return later !== null && later.fromMs <= nowMs ? later.principal : principal;
}
