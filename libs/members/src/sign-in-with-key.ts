import { Injectable } from '@nestjs/common';
import { OpenSession } from './open-session.js';
import type { OpenedSession, Visitor } from './session.js';
import { ShownKeys } from './shown-keys.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Signs in by an API key: the session has its mode and scopes, and ends with it. */
@Injectable()
export class SignInWithKey {
  constructor(
    private readonly keys: ShownKeys,
    private readonly open: OpenSession,
    private readonly throttle: SignInThrottle,
  ) {}

  /** Throws `InvalidCredentials` or `RateLimited`. */
  async run(apiKey: string, visitor: Visitor): Promise<OpenedSession> {
    await this.throttle.address(visitor);
    const known = await this.keys.known(apiKey);
    const { keyId, merchantId } = known.principal;
    const endsAt = known.expiresAtMs === null ? null : new Date(known.expiresAtMs);
    return this.open.run({ apiKeyId: keyId, merchantId, endsAt }, visitor);
  }
}
