import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { Mailbox } from '@turnpike/mail';
import { InvalidCredentials, MissingSession, ValidationFailed } from '@turnpike/problems';
import { Sealer } from '@turnpike/secrets';
import { auditAccount } from './audit-account.js';
import type { OwnChange } from './audit-account.js';
import { holdSignedIn } from './hold-signed-in.js';
import { changeLetter } from './letters.js';
import { RecentSignIn } from './recent-sign-in.js';
import type { Presence } from './recent-sign-in.js';
import { newRecoveryCodes, recoveryDigest } from './recovery-codes.js';
import { SecondFactor } from './second-factor.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { newTotpSecret, otpauthUrl, totpContext } from './totp.js';
import { confirmTotp, removeTotp, setTotpSecret, UserRepository } from './user.repository.js';
import type { StoredUser } from './user.repository.js';

/** A secret for an authenticator, to be confirmed by its first code. */
export interface TotpSetUp {
  readonly secret: string;
  readonly otpauthUrl: string;
}

/** The second factor of an account: set up, confirmed by a code, and taken away by one. */
@Injectable()
export class Authenticators {
  constructor(
    private readonly users: UserRepository,
    private readonly secondFactor: SecondFactor,
    private readonly recent: RecentSignIn,
    private readonly sealer: Sealer,
    private readonly mailbox: Mailbox,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /**
   * A new secret, which counts for nothing until it is confirmed. Asks for presence; `ValidationFailed` if one is confirmed
   * already.
   */
  async setUp(userId: string, presence: Presence): Promise<TotpSetUp> {
    await this.recent.require(userId, presence);
    const user = await this.user(userId);
    const secret = newTotpSecret();
    const sealed = new Uint8Array(this.sealer.seal(Buffer.from(secret), totpContext(userId)));
    await this.users.transaction(async (tx) => {
      await holdSignedIn(tx, userId, presence.sessionId);
      if (!(await setTotpSecret(tx, userId, sealed))) throw alreadyOn();
    });
    return { secret, otpauthUrl: otpauthUrl(secret, user.email) };
  }

  /** Turns the second factor on; gives recovery codes, shown this once. `InvalidCredentials` for a wrong code. */
  async confirm(userId: string, code: string, change: OwnChange): Promise<readonly string[]> {
    const user = await this.user(userId);
    if (user.totpConfirmedAt !== null) throw alreadyOn();
    await this.throttle.code(userId);
    const { sealedTotpSecret: sealed } = user;
    if (sealed === null || !(await this.secondFactor.take(user, code))) throw new InvalidCredentials();
    const codes = newRecoveryCodes();
    const digests = codes.flatMap((one) => recoveryDigest(one) ?? []);
    const now = this.clock.now();
    await this.users.transaction(async (tx) => {
      await holdSignedIn(tx, userId, change.sessionId);
      if (!(await confirmTotp(tx, userId, sealed, digests, now))) throw alreadyOn();
      await auditAccount(tx, change, 'second_factor.on', userId, now);
      await this.mailbox.write(tx, changeLetter(user.email, 'A second factor was turned on.'));
    });
    this.mailbox.sendSoon();
    return codes;
  }

  /** Turns the second factor off, by one of its codes or a recovery code. `InvalidCredentials` for a wrong one. */
  async remove(userId: string, code: string, change: OwnChange): Promise<void> {
    const user = await this.user(userId);
    if (user.totpConfirmedAt === null) {
      throw new ValidationFailed({ code: ['this account has no second factor'] });
    }
    await this.secondFactor.require(user, code);
    await this.users.transaction(async (tx) => {
      await holdSignedIn(tx, userId, change.sessionId);
      await removeTotp(tx, userId);
      await auditAccount(tx, change, 'second_factor.off', userId, this.clock.now());
      await this.mailbox.write(tx, changeLetter(user.email, 'The second factor was turned off.'));
    });
    this.mailbox.sendSoon();
  }

  private async user(userId: string): Promise<StoredUser> {
    const user = await this.users.find(userId);
    if (user === null) throw new MissingSession();
    return user;
  }
}

function alreadyOn(): ValidationFailed {
  return new ValidationFailed({ code: ['this account has a second factor; turn it off first'] });
}
