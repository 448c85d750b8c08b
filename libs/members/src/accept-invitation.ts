import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import { AuthoredKeys } from '@turnpike/merchants';
import { InvalidCredentials, SignInFirst } from '@turnpike/problems';
import { auditAccount, authorOfVisitor } from './audit-account.js';
import { InvitationRepository, takeInvitation } from './invitation.repository.js';
import type { OpenInvitation } from './invitation.repository.js';
import { addMember } from './member.repository.js';
import { OpenSession } from './open-session.js';
import { PasswordHasher } from './password-hasher.js';
import { checkPassword } from './password-rules.js';
import { looksLikeToken, newId, tokenHash } from './secret-token.js';
import type { KnownSession, OpenedSession, Visitor } from './session.js';
import { SessionChanges } from './session-changes.js';
import { lookAt } from './session.repository.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { findOrAddUser, holdUser, UserRepository } from './user.repository.js';
import type { StoredUser } from './user.repository.js';

/** What somebody joins with; name and password are for the account that is made by it. */
export interface Acceptance {
  readonly token: string;
  readonly name: string | null;
  readonly password: string | null;
  /** As whom this browser is signed in. */
  readonly session: KnownSession | null;
}

/** Where somebody stands who has joined: in the session that they had, or in the one that this opened. */
export type Joined = { readonly opened: OpenedSession } | { readonly session: KnownSession };

/**
 * Joins a merchant by the link of an invitation, all or nothing. The letter shows whose address it is, so it makes an account
 * where there is none and signs that in. It opens none that is there: whose it is must be signed in already, by all that the
 * account wants for it.
 */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly users: UserRepository,
    private readonly keys: AuthoredKeys,
    private readonly hasher: PasswordHasher,
    private readonly open: OpenSession,
    private readonly throttle: SignInThrottle,
    private readonly changes: SessionChanges,
    private readonly clock: Clock,
  ) {}

  /** Throws `InvalidCredentials` for what is unknown, taken back or over; `SignInFirst`, `ValidationFailed`, `RateLimited`. */
  async run(acceptance: Acceptance, visitor: Visitor): Promise<Joined> {
    const { token, name, password, session } = acceptance;
    await this.throttle.address(visitor);
    const hash = tokenHash(token);
    const invitation = looksLikeToken(token) ? await this.invitations.find(hash, this.clock.now()) : null;
    if (invitation === null) throw new InvalidCredentials();
    const { email } = invitation;
    const known = await this.users.findByEmail(email);
    if (known !== null && session?.user?.userId !== known.id) throw new SignInFirst(email);
    if (known === null && password !== null) checkPassword(password, email);
    const passwordHash = known === null && password !== null ? await this.hasher.hash(password) : null;
    const joined = await this.invitations.transaction(async (tx) => {
      const taken = await takeInvitation(tx, hash, this.clock.now());
      if (taken === null || !(await this.isStillMeant(tx, taken))) throw new InvalidCredentials();
      if (known !== null) return this.joinIn(tx, taken, known, session, visitor);
      const wish = { id: newId('usr'), email, name: name ?? email.split('@')[0] ?? email, passwordHash };
      const user = await findOrAddUser(tx, wish, this.clock.now());
      // Somebody made the account in between, and it is theirs to sign in to.
      if (user.id !== wish.id) throw new SignInFirst(email);
      await this.join(tx, taken, user, visitor);
      return {
        opened: await this.open.within(tx, { userId: user.id, merchantId: taken.merchantId }, visitor),
      };
    });
    await this.changes.announce();
    return joined;
  }

  /** An invitation ends with the key that made it. */
  private async isStillMeant(
    tx: TransactionClient,
    { merchantId, invitedBy }: OpenInvitation,
  ): Promise<boolean> {
    return (await this.keys.revokedAmong(merchantId, [invitedBy], tx)).size === 0;
  }

  private async joinIn(
    tx: TransactionClient,
    invitation: OpenInvitation,
    user: StoredUser,
    session: KnownSession | null,
    visitor: Visitor,
  ): Promise<Joined> {
    const { merchantId, email } = invitation;
    // A password that was changed meanwhile has ended all sessions; this one must not go on.
    await holdUser(tx, user.id);
    if (session === null || !(await lookAt(tx, user.id, session.id, merchantId)))
      throw new SignInFirst(email);
    await this.join(tx, invitation, user, visitor);
    return { session: { ...session, merchantId } };
  }

  private async join(
    tx: TransactionClient,
    { merchantId, role }: OpenInvitation,
    user: StoredUser,
    visitor: Visitor,
  ): Promise<void> {
    const now = this.clock.now();
    await addMember(tx, merchantId, user.id, role, now);
    const by = authorOfVisitor(user, visitor);
    await auditAccount(tx, { by, merchantId }, 'member.join', user.id, now, { role });
  }
}
