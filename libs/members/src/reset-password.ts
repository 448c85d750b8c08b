import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { Mailbox } from '@turnpike/mail';
import { InvalidCredentials } from '@turnpike/problems';
import { auditForAllMerchants, authorOfVisitor } from './audit-account.js';
import { endOpenedBy } from './end-opened-by.js';
import { resetDoneLetter } from './letters.js';
import { endLinksOf, LinkRepository, useLink } from './link.repository.js';
import { countPasskeys } from './passkey.repository.js';
import { PasswordHasher } from './password-hasher.js';
import { checkPassword } from './password-rules.js';
import { looksLikeToken, tokenHash } from './secret-token.js';
import { SessionChanges } from './session-changes.js';
import { endSessionsOf } from './session.repository.js';
import type { Visitor } from './session.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { setPassword, UserRepository } from './user.repository.js';

/** A new password, the token of the link that sets it, and our address, as the letter is to name it. */
export interface PasswordReset {
  readonly token: string;
  readonly newPassword: string;
  readonly publicUrl: string;
}

/**
 * Sets a password by a one-time link. All sessions end with it, all other links, and what they have opened as an operator; a
 * second factor and passkeys stay, and the letter names how many.
 */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly links: LinkRepository,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly mailbox: Mailbox,
    private readonly throttle: SignInThrottle,
    private readonly changes: SessionChanges,
    private readonly clock: Clock,
  ) {}

  /** Throws `InvalidCredentials` for a link that is unknown, used or over, `ValidationFailed`, and `RateLimited`. */
  async run({ token, newPassword, publicUrl }: PasswordReset, visitor: Visitor): Promise<void> {
    await this.throttle.address(visitor);
    const now = this.clock.now();
    const hash = tokenHash(token);
    const link = looksLikeToken(token) ? await this.links.find(hash, ['reset'], now) : null;
    const user = link?.userId == null ? null : await this.users.find(link.userId);
    if (user === null) throw new InvalidCredentials();
    checkPassword(newPassword, user.email, 'newPassword');
    const passwordHash = await this.hasher.hash(newPassword);
    await this.links.transaction(async (tx) => {
      if (!(await useLink(tx, hash, now))) throw new InvalidCredentials();
      // Links first: somebody who is just signing in by one is waited for, and their session ends with the others.
      await endLinksOf(tx, user, now);
      await setPassword(tx, user.id, passwordHash);
      await endSessionsOf(tx, user.id);
      await endOpenedBy(tx, user.id, now);
      await auditForAllMerchants(tx, authorOfVisitor(user, visitor), 'password.reset', user.id, now);
      const passkeys = await countPasskeys(tx, user.id);
      await this.mailbox.write(tx, resetDoneLetter(user.email, passkeys, `${publicUrl}/dashboard/security`));
    });
    await this.changes.announce();
    this.mailbox.sendSoon();
  }
}
