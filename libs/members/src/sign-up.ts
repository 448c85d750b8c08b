import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { Mailbox } from '@turnpike/mail';
import { Merchants, normalEmail } from '@turnpike/merchants';
import { Afterwards } from './afterwards.js';
import { dashboardLink } from './dashboard-links.js';
import { alreadyRegisteredLetter, signUpLetter } from './letters.js';
import { addLink, LinkRepository } from './link.repository.js';
import { memberBounds } from './member-bounds.js';
import { PasswordHasher } from './password-hasher.js';
import { checkPassword } from './password-rules.js';
import { newToken, tokenHash } from './secret-token.js';
import type { Visitor } from './session.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { UserRepository } from './user.repository.js';

/** What a stranger signs up with. */
export interface SignUpWish {
  readonly email: string;
  readonly name: string;
  readonly password: string | null;
  readonly publicUrl: string;
}

/**
 * Mails a link that makes an account, or, to an address that has one, a link that signs in. Nothing else is made before the
 * link is used, which shows whose address it is. A password counts only in the browser that chose it, known by a cookie:
 * else somebody could wait with a password of their choice for the owner of an address to confirm it.
 */
@Injectable()
export class SignUp {
  constructor(
    private readonly users: UserRepository,
    private readonly merchants: Merchants,
    private readonly links: LinkRepository,
    private readonly hasher: PasswordHasher,
    private readonly mailbox: Mailbox,
    private readonly throttle: SignInThrottle,
    private readonly afterwards: Afterwards,
    private readonly clock: Clock,
  ) {}

  /** Gives the secret for the browser's cookie. Throws `ValidationFailed` for a bad password, or `RateLimited`. */
  async run(wish: SignUpWish, visitor: Visitor): Promise<{ readonly binding: string }> {
    const email = normalEmail(wish.email);
    if (wish.password !== null) checkPassword(wish.password, email);
    await this.throttle.address(visitor);
    const passwordHash = wish.password === null ? null : await this.hasher.hash(wish.password);
    const binding = newToken();
    await this.afterwards.run(() => this.send({ ...wish, email }, passwordHash, binding));
    return { binding };
  }

  private async send(wish: SignUpWish, passwordHash: string | null, binding: string): Promise<void> {
    const { email, name, publicUrl } = wish;
    const user = await this.users.findByEmail(email);
    const isKnown = user !== null || (await this.merchants.findByEmail(email)) !== null;
    if (!(await this.throttle.mayWrite(email, 'sign_in'))) return;
    const token = newToken();
    const url = dashboardLink(publicUrl, 'sign-in', token);
    const now = this.clock.now();
    const times = { createdAt: now, expiresAt: new Date(now.getTime() + memberBounds.linkSeconds * 1000) };
    await this.links.transaction(async (tx) => {
      const common = { tokenHash: tokenHash(token), email };
      if (isKnown) {
        await addLink(tx, { ...common, purpose: 'sign_in', userId: user?.id ?? null }, times);
      } else {
        const chosen = { name, passwordHash, bindingHash: tokenHash(binding) };
        await addLink(tx, { ...common, purpose: 'sign_up', ...chosen }, times);
      }
      await this.mailbox.write(tx, isKnown ? alreadyRegisteredLetter(email, url) : signUpLetter(email, url));
    });
    this.mailbox.sendSoon();
  }
}
