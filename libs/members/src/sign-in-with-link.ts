import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import { parseMerchantId } from '@turnpike/l402';
import { EmailTaken, InvalidCredentials } from '@turnpike/problems';
import { AdminKey } from './admin-key.js';
import { authorOfVisitor } from './audit-account.js';
import { LinkRepository, useLink } from './link.repository.js';
import type { StoredLink } from './link.repository.js';
import { OpenSession } from './open-session.js';
import { OwnMerchant } from './own-merchant.js';
import type { PaidClaim } from './own-merchant.js';
import { SecondFactor } from './second-factor.js';
import { looksLikeToken, newId, tokenHash } from './secret-token.js';
import type { KnownSession, OpenedSession, Visitor } from './session.js';
import { ShownKeys } from './shown-keys.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { findOrAddUser, isOpenerStill, UserRepository } from './user.repository.js';
import type { StoredUser } from './user.repository.js';

/** What somebody signs in with who followed a link. */
export interface LinkCredentials {
  readonly token: string;
  readonly code: string | null;
  /** The cookie of the browser that signed up, if this is it. */
  readonly binding: string | null;
  /** The live key of a merchant that a payment made, to take it over. */
  readonly apiKey: string | null;
  /** Whether such a merchant is given up. */
  readonly startAfresh: boolean;
  /** What this browser was signed in as before; one that such a key has opened shows the key. */
  readonly session: KnownSession | null;
}

const PURPOSES = ['sign_in', 'sign_up', 'merchant'] as const;

/**
 * Signs in by a one-time link: makes the account that is still missing, gives the user the merchant that has their address and
 * no member yet, and opens a session, all or nothing. An account with a second factor wants its code, a merchant that a
 * payment made one of its keys, and a link without the right one stays unused.
 */
@Injectable()
export class SignInWithLink {
  constructor(
    private readonly links: LinkRepository,
    private readonly users: UserRepository,
    private readonly secondFactor: SecondFactor,
    private readonly keys: ShownKeys,
    private readonly adminKey: AdminKey,
    private readonly own: OwnMerchant,
    private readonly open: OpenSession,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `InvalidCredentials` for a link that is unknown, used or over, and for a key that does not work;
   * `MerchantMadeByPayment`, `SecondFactorRequired` or `RateLimited`.
   */
  async run(credentials: LinkCredentials, visitor: Visitor): Promise<OpenedSession> {
    const { token, code, apiKey, startAfresh, session } = credentials;
    await this.throttle.address(visitor);
    const link = looksLikeToken(token)
      ? await this.links.find(tokenHash(token), PURPOSES, this.clock.now())
      : null;
    if (link === null) throw new InvalidCredentials();
    const claim = { merchantId: await this.keys.ownMerchant(apiKey, session), startAfresh };
    const user = await this.userOf(link);
    if (user !== null) await this.secondFactor.require(user, code);
    const enter = (): Promise<OpenedSession> =>
      this.links.transaction((tx) => this.enter(tx, link, { ...credentials, claim }, visitor));
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
    { binding, claim }: LinkCredentials & { readonly claim: PaidClaim },
    visitor: Visitor,
  ): Promise<OpenedSession> {
    const now = this.clock.now();
    // The operator before the link, as whoever revokes them does.
    if (!(await isOpenerStill(tx, link.openedBy))) throw new InvalidCredentials();
    if (!(await useLink(tx, link.tokenHash, now))) throw new InvalidCredentials();
    const merchantId = parseMerchantId(link.merchantId);
    if (link.purpose === 'merchant' && merchantId !== null) {
      if (!this.adminKey.admits(link)) throw new InvalidCredentials();
      const { openedBy, openerDigest } = link;
      return this.open.within(tx, { openedBy: openedBy ?? 'operator', openerDigest, merchantId }, visitor);
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
    await this.own.claim(tx, user, name, claim, authorOfVisitor(user, visitor));
    return this.open.within(tx, { userId: user.id }, visitor);
  }
}

/** Whether the browser is the one in which the password was chosen. */
function isBound({ bindingHash }: StoredLink, binding: string | null): boolean {
  if (bindingHash === null || binding === null) return false;
  return timingSafeEqual(bindingHash, tokenHash(binding));
}
