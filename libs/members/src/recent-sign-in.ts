import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { InvalidCredentials, MissingSession, RecentSignInRequired } from '@turnpike/problems';
import { memberBounds } from './member-bounds.js';
import { PasswordHasher } from './password-hasher.js';
import { SecondFactor } from './second-factor.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { UserRepository } from './user.repository.js';

/** What shows that whoever is signed in still sits there: when they signed in, or what they sent along. */
export interface Presence {
  readonly sessionId: string;
  readonly signedInAt: Date;
  readonly password: string | null;
  readonly code: string | null;
}

/** Asks for a proof of presence before what opens an account is changed, so that a session alone, left open or stolen, does not. */
@Injectable()
export class RecentSignIn {
  constructor(
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly secondFactor: SecondFactor,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /**
   * Passes whoever signed in within the last 15 minutes, or sends the account's password or a code of its second factor.
   * Throws `RecentSignInRequired` where nothing was sent, `InvalidCredentials` for what is wrong, or `RateLimited`.
   */
  async require(userId: string, { signedInAt, password, code }: Presence): Promise<void> {
    const ageMillis = this.clock.now().getTime() - signedInAt.getTime();
    if (ageMillis < memberBounds.recentSignInSeconds * 1000) return;
    const user = await this.users.find(userId);
    if (user === null) throw new MissingSession();
    if (password !== null && user.passwordHash !== null) {
      await this.throttle.account(user.email);
      if (await this.hasher.matches(password, user.passwordHash)) return;
      throw new InvalidCredentials();
    }
    if (code === null || user.totpConfirmedAt === null) throw new RecentSignInRequired();
    await this.secondFactor.require(user, code);
  }
}
