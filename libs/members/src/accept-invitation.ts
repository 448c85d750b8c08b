import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { InvalidCredentials } from '@turnpike/problems';
import { auditAccount, authorOfVisitor } from './audit-account.js';
import { InvitationRepository, takeInvitation } from './invitation.repository.js';
import { addMember } from './member.repository.js';
import { OpenSession } from './open-session.js';
import { PasswordHasher } from './password-hasher.js';
import { checkPassword } from './password-rules.js';
import { SecondFactor } from './second-factor.js';
import { looksLikeToken, newId, tokenHash } from './secret-token.js';
import type { OpenedSession, Visitor } from './session.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { findOrAddUser, UserRepository } from './user.repository.js';

/** What somebody joins with; name and password count only for an account that is made by it. */
export interface Acceptance {
  readonly token: string;
  readonly name: string | null;
  readonly password: string | null;
  readonly code: string | null;
}

/**
 * Joins a merchant by the link of an invitation and signs in, all or nothing. The letter shows whose address it is; an account
 * that is there keeps its name and password, and wants its code if it has a second factor.
 */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly secondFactor: SecondFactor,
    private readonly open: OpenSession,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /** Throws `InvalidCredentials` for what is unknown, taken back or over; else as for signing in, and `ValidationFailed`. */
  async run({ token, name, password, code }: Acceptance, visitor: Visitor): Promise<OpenedSession> {
    await this.throttle.address(visitor);
    const hash = tokenHash(token);
    const invitation = looksLikeToken(token) ? await this.invitations.find(hash, this.clock.now()) : null;
    if (invitation === null) throw new InvalidCredentials();
    const { email } = invitation;
    const user = await this.users.findByEmail(email);
    if (user !== null) await this.secondFactor.require(user, code);
    if (user === null && password !== null) checkPassword(password, email);
    const passwordHash = user === null && password !== null ? await this.hasher.hash(password) : null;
    return this.invitations.transaction(async (tx) => {
      const now = this.clock.now();
      const taken = await takeInvitation(tx, hash, now);
      if (taken === null) throw new InvalidCredentials();
      const wish = { id: newId('usr'), email, name: name ?? email.split('@')[0] ?? email, passwordHash };
      const joining = await findOrAddUser(tx, wish, now);
      await addMember(tx, taken.merchantId, joining.id, taken.role, now);
      const { merchantId, role } = taken;
      const by = authorOfVisitor(joining, visitor);
      await auditAccount(tx, { by, merchantId }, 'member.join', joining.id, now, { role });
      return this.open.within(tx, { userId: joining.id, merchantId: taken.merchantId }, visitor);
    });
  }
}
