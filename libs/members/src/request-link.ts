import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { Mailbox } from '@turnpike/mail';
import { Merchants, normalEmail } from '@turnpike/merchants';
import { Afterwards } from './afterwards.js';
import { dashboardLink } from './dashboard-links.js';
import { resetLetter, signInLetter } from './letters.js';
import { addLink, LinkRepository } from './link.repository.js';
import { memberBounds } from './member-bounds.js';
import { hasMembers, MemberRepository } from './member.repository.js';
import { newToken, tokenHash } from './secret-token.js';
import type { Visitor } from './session.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { UserRepository } from './user.repository.js';

/** A wish for a one-time link. */
export interface LinkWish {
  readonly email: string;
  readonly purpose: 'sign_in' | 'reset';
  /** Our address, as the letter is to name it. */
  readonly publicUrl: string;
}

/**
 * Mails a one-time link to an address that has an account, or is that of a merchant without members. Whoever asks is told
 * nothing, and waits for none of it.
 */
@Injectable()
export class RequestLink {
  constructor(
    private readonly users: UserRepository,
    private readonly members: MemberRepository,
    private readonly merchants: Merchants,
    private readonly links: LinkRepository,
    private readonly mailbox: Mailbox,
    private readonly throttle: SignInThrottle,
    private readonly afterwards: Afterwards,
    private readonly clock: Clock,
  ) {}

  /** Resolves before anything is looked up. Throws `RateLimited` for an address that asks too often. */
  async run(wish: LinkWish, visitor: Visitor): Promise<void> {
    await this.throttle.address(visitor);
    await this.afterwards.run(() => this.send({ ...wish, email: normalEmail(wish.email) }));
  }

  private async send({ email, purpose, publicUrl }: LinkWish): Promise<void> {
    const user = await this.users.findByEmail(email);
    if (user === null && (purpose === 'reset' || !(await this.isUnclaimed(email)))) return;
    if (!(await this.throttle.mayWrite(email, purpose))) return;
    const token = newToken();
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + memberBounds.linkSeconds * 1000);
    await this.links.transaction(async (tx) => {
      const link = { tokenHash: tokenHash(token), purpose, userId: user?.id ?? null, email };
      await addLink(tx, link, { createdAt: now, expiresAt });
      await this.mailbox.write(
        tx,
        purpose === 'reset'
          ? resetLetter(email, dashboardLink(publicUrl, 'reset', token))
          : signInLetter(email, dashboardLink(publicUrl, 'sign-in', token)),
      );
    });
    this.mailbox.sendSoon();
  }

  /** Whether a merchant with this address waits for its first member. */
  private async isUnclaimed(email: string): Promise<boolean> {
    const merchant = await this.merchants.findByEmail(email);
    return (
      merchant !== null && !(await this.members.transaction((tx) => hasMembers(tx, merchant.merchantId)))
    );
  }
}
