import { performance } from 'node:perf_hooks';
import { Module } from '@nestjs/common';
import { EventsModule } from '@turnpike/events';
import { MailModule } from '@turnpike/mail';
import { MerchantsModule } from '@turnpike/merchants';
import { AcceptInvitation } from './accept-invitation.js';
import { Accounts } from './accounts.js';
import { AdminKey } from './admin-key.js';
import { Afterwards } from './afterwards.js';
import { Authenticators } from './authenticators.js';
import { ChangePassword } from './change-password.js';
import { FirstOwner } from './first-owner.js';
import { InvitationRepository } from './invitation.repository.js';
import { Invitations } from './invitations.js';
import { LinkRepository } from './link.repository.js';
import { LoginLinks } from './login-links.js';
import { memberBounds } from './member-bounds.js';
import { MemberRepository } from './member.repository.js';
import { Members } from './members.js';
import { OpenSession } from './open-session.js';
import { Operators } from './operators.js';
import { OwnMerchant } from './own-merchant.js';
import { PaidSignUp } from './paid-sign-up.js';
import { PaidSignUpRepository } from './paid-sign-up.repository.js';
import { PasskeyRepository } from './passkey.repository.js';
import { Passkeys } from './passkeys.js';
import { PasswordHasher } from './password-hasher.js';
import { PruneMembers } from './prune-members.js';
import { RecentSignIn } from './recent-sign-in.js';
import { RequestLink } from './request-link.js';
import { ResealSecondFactors } from './reseal-second-factors.js';
import { ResetPassword } from './reset-password.js';
import { RotateKey } from './rotate-key.js';
import { SecondFactor } from './second-factor.js';
import { SessionCache } from './session-cache.js';
import { SessionChanges } from './session-changes.js';
import { SessionRepository } from './session.repository.js';
import { Sessions } from './sessions.js';
import { ShownKeys } from './shown-keys.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { SignInWithKey } from './sign-in-with-key.js';
import { SignInWithLink } from './sign-in-with-link.js';
import { SignInWithPasskey } from './sign-in-with-passkey.js';
import { SignInWithPassword } from './sign-in-with-password.js';
import { SignUp } from './sign-up.js';
import { TellOwners } from './tell-owners.js';
import { UserRepository } from './user.repository.js';

const USE_CASES = [
  AcceptInvitation,
  Accounts,
  Afterwards,
  Authenticators,
  ChangePassword,
  FirstOwner,
  Invitations,
  LoginLinks,
  Members,
  Operators,
  PaidSignUp,
  Passkeys,
  PruneMembers,
  RequestLink,
  ResealSecondFactors,
  ResetPassword,
  RotateKey,
  Sessions,
  SignInThrottle,
  SignInWithKey,
  SignInWithLink,
  SignInWithPasskey,
  SignInWithPassword,
  SignUp,
  TellOwners,
];

/** The people who may sign in for a merchant, and their sessions. */
@Module({
  imports: [EventsModule, MailModule, MerchantsModule],
  providers: [
    ...USE_CASES,
    AdminKey,
    InvitationRepository,
    LinkRepository,
    MemberRepository,
    OpenSession,
    OwnMerchant,
    PaidSignUpRepository,
    PasskeyRepository,
    PasswordHasher,
    RecentSignIn,
    SecondFactor,
    SessionChanges,
    SessionRepository,
    ShownKeys,
    UserRepository,
    {
      provide: SessionCache,
      useFactory: () =>
        new SessionCache(
          { entriesMax: memberBounds.sessionCacheEntriesMax, ageMsMax: memberBounds.sessionCacheMillis },
          () => performance.now(),
        ),
    },
  ],
  exports: USE_CASES,
})
export class MembersModule {}
