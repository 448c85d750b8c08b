import { Injectable } from '@nestjs/common';
import { ApiKeys } from '@turnpike/merchants';
import { InvalidCredentials } from '@turnpike/problems';
import { OpenSession } from './open-session.js';
import type { OpenedSession, Visitor } from './session.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Signs in by an API key: the session has its mode and scopes, and ends with it. */
@Injectable()
export class SignInWithKey {
  constructor(
    private readonly keys: ApiKeys,
    private readonly open: OpenSession,
    private readonly throttle: SignInThrottle,
  ) {}

  /** Throws `InvalidCredentials` or `RateLimited`. */
  async run(apiKey: string, visitor: Visitor): Promise<OpenedSession> {
    await this.throttle.address(visitor);
    const principal = await this.keys.authenticate(apiKey);
    // What is remembered of a key is up to 1.5 s old; a session lives for longer.
    const known = principal === null ? null : await this.keys.holder(principal.keyId);
    if (known === null) throw new InvalidCredentials();
    const { keyId, merchantId } = known.principal;
    const endsAt = known.expiresAtMs === null ? null : new Date(known.expiresAtMs);
    return this.open.run({ apiKeyId: keyId, merchantId, endsAt }, visitor);
  }
}
