import { Injectable } from '@nestjs/common';
import { normalEmail } from '@turnpike/merchants';
import { InvalidCredentials } from '@turnpike/problems';
import { OpenSession } from './open-session.js';
import { PasswordHasher } from './password-hasher.js';
import { SecondFactor } from './second-factor.js';
import type { OpenedSession, Visitor } from './session.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { holdUser, UserRepository } from './user.repository.js';

/** What somebody signs in with who has a password. */
export interface PasswordCredentials {
  readonly email: string;
  readonly password: string;
  readonly code: string | null;
}

/**
 * Signs in by address, password and, where the account wants one, a code. The work and the refusal are the same whether there
 * is such an account, whether it has a password, and whether that was wrong.
 */
@Injectable()
export class SignInWithPassword {
  constructor(
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly secondFactor: SecondFactor,
    private readonly open: OpenSession,
    private readonly throttle: SignInThrottle,
  ) {}

  /** Throws `InvalidCredentials`, `SecondFactorRequired` or `RateLimited`. */
  async run(credentials: PasswordCredentials, visitor: Visitor): Promise<OpenedSession> {
    const email = normalEmail(credentials.email);
    await this.throttle.address(visitor);
    await this.throttle.account(email);
    const user = await this.users.findByEmail(email);
    const matches = await this.hasher.matches(credentials.password, user?.passwordHash ?? null);
    if (user === null || !matches) throw new InvalidCredentials();
    await this.secondFactor.require(user, credentials.code);
    return this.users.transaction(async (tx) => {
      // A password that was changed meanwhile has ended all sessions, and must not open one more.
      const held = await holdUser(tx, user.id);
      if (held?.passwordHash !== user.passwordHash) throw new InvalidCredentials();
      return this.open.within(tx, { userId: user.id }, visitor);
    });
  }
}
