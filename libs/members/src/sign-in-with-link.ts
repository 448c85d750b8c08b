import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import { parseMerchantId } from '@turnpike/l402';
import { EmailTaken, InvalidCredentials } from '@turnpike/problems';
import { authorOfVisitor } from './audit-account.js';
import { LinkRepository, useLink } from './link.repository.js';
import type { StoredLink } from './link.repository.js';
import { OpenSession } from './open-session.js';
import { OwnMerchant } from './own-merchant.js';
import { SecondFactor } from './second-factor.js';
import { looksLikeToken, newId, tokenHash } from './secret-token.js';
import type { OpenedSession, Visitor } from './session.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { findOrAddUser, UserRepository } from './user.repository.js';
import type { StoredUser } from './user.repository.js';

/** What somebody signs in with who followed a link. */
export interface LinkCredentials {
  readonly token: string;
  readonly code: string | null;
  /** The cookie of the browser that signed up, if this is it. */
  readonly binding: string | null;
}

const PURPOSES = ['sign_in', 'sign_up', 'merchant'] as const;

/**
 * Signs in by a one-time link: makes the account that is still missing, gives the user the merchant that has their address and
 * no member yet, and opens a session, all or nothing. An account with a second factor wants its code, and a link without
 * the right one stays unused.
 */
@Injectable()
export class SignInWithLink {
  constructor(
    private readonly links: LinkRepository,
    private readonly users: UserRepository,
    private readonly secondFactor: SecondFactor,
    private readonly own: OwnMerchant,
    private readonly open: OpenSession,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /** Throws `InvalidCredentials` for a link that is unknown, used or over, `SecondFactorRequired` or `RateLimited`. */
  async run(credentials: LinkCredentials, visitor: Visitor): Promise<OpenedSession> {
    const { token, code } = credentials;
    await this.throttle.address(visitor);
    const link = looksLikeToken(token)
      ? await this.links.find(tokenHash(token), PURPOSES, this.clock.now())
      : null;
    if (link === null) throw new InvalidCredentials();
    const user = await this.userOf(link);
    if (user !== null) await this.secondFactor.require(user, code);
    const enter = (): Promise<OpenedSession> =>
      this.links.transaction((tx) => this.enter(tx, link, credentials, visitor));
    // Somebody made a merchant with this address in between; it is there now.
    return enter().catch((error: unknown) => {
      if (error instanceof EmailTaken) return enter();
      throw error;
    });
  }

  private async userOf({ userId, email }: StoredLink): Promise<StoredUser | null> {
    if (userId !== null) return this.users.find(userId);
    return email === null ? null : this.users.findByEmail(email);
  }

  private async enter(
    tx: TransactionClient,
    link: StoredLink,
    { binding }: LinkCredentials,
    visitor: Visitor,
  ): Promise<OpenedSession> {
    const now = this.clock.now();
    if (!(await useLink(tx, link.tokenHash, now))) throw new InvalidCredentials();
    const merchantId = parseMerchantId(link.merchantId);
    if (link.purpose === 'merchant' && merchantId !== null) {
      return this.open.within(tx, { openedBy: link.openedBy ?? 'operator', merchantId }, visitor);
    }
    if (link.email === null) throw new InvalidCredentials();
    const wish = {
      id: newId('usr'),
      email: link.email,
      name: link.name ?? link.email.split('@')[0] ?? link.email,
      passwordHash: isBound(link, binding) ? link.passwordHash : null,
    };
    const user = await findOrAddUser(tx, wish, now);
    const name = link.purpose === 'sign_up' ? (link.name ?? user.name) : null;
    await this.own.claim(tx, user, name, authorOfVisitor(user, visitor));
    return this.open.within(tx, { userId: user.id }, visitor);
  }
}

/** Whether the browser is the one in which the password was chosen. */
function isBound({ bindingHash }: StoredLink, binding: string | null): boolean {
  if (bindingHash === null || binding === null) return false;
  return timingSafeEqual(bindingHash, tokenHash(binding));
}
