import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { Mailbox } from '@turnpike/mail';
import { InvalidCredentials, MissingSession } from '@turnpike/problems';
import { endOpenedBy } from './end-opened-by.js';
import { auditAccount } from './audit-account.js';
import type { OwnChange } from './audit-account.js';
import { holdSignedIn } from './hold-signed-in.js';
import { changeLetter } from './letters.js';
import { endLinksOf } from './link.repository.js';
import { PasswordHasher } from './password-hasher.js';
import { checkPassword } from './password-rules.js';
import { RecentSignIn } from './recent-sign-in.js';
import { SessionChanges } from './session-changes.js';
import { endSessionsOf } from './session.repository.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { setPassword, UserRepository } from './user.repository.js';

/** Who changes their password, from which session. */
export interface PasswordChange extends OwnChange {
  readonly userId: string;
  readonly signedInAt: Date;
  /** What it was; needless for an account that had none. */
  readonly currentPassword: string | null;
  readonly newPassword: string;
  /** Of the second factor; for a first password some time after the sign-in. */
  readonly code: string | null;
}

/** Sets another password. All other sessions end with it, all links that wait, and what they have opened as an operator. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly recent: RecentSignIn,
    private readonly mailbox: Mailbox,
    private readonly throttle: SignInThrottle,
    private readonly changes: SessionChanges,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `InvalidCredentials` if the former one is wrong, `ValidationFailed` for a bad new one, or `RateLimited`. A first
   * one asks for presence, as `RecentSignIn` says.
   */
  async run(change: PasswordChange): Promise<void> {
    const { userId, sessionId, currentPassword, newPassword } = change;
    const user = await this.users.find(userId);
    if (user === null) throw new MissingSession();
    checkPassword(newPassword, user.email, 'newPassword');
    if (user.passwordHash !== null) {
      await this.throttle.account(user.email);
      const isRight = await this.hasher.matches(currentPassword ?? '', user.passwordHash);
      if (!isRight) throw new InvalidCredentials();
    } else {
      await this.recent.require(userId, { ...change, password: null });
    }
    const passwordHash = await this.hasher.hash(newPassword);
    await this.users.transaction(async (tx) => {
      // Links first: somebody who is just signing in by one is waited for, and their session ends with the others.
      const now = this.clock.now();
      await endLinksOf(tx, user, now);
      // Of two changes at once the second was allowed by a password that is no more.
      const held = await holdSignedIn(tx, userId, sessionId);
      if (held.passwordHash !== user.passwordHash) throw new InvalidCredentials();
      await setPassword(tx, userId, passwordHash);
      await endSessionsOf(tx, userId, sessionId);
      await endOpenedBy(tx, userId, now);
      await auditAccount(tx, change, 'password.change', userId, now);
      await this.mailbox.write(tx, changeLetter(user.email, 'Your password was changed.'));
    });
    await this.changes.announce();
    this.mailbox.sendSoon();
  }
}
