import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { InvalidCredentials, SecondFactorRequired } from '@turnpike/problems';
import { Sealer, UnsealError } from '@turnpike/secrets';
import { recoveryDigest } from './recovery-codes.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { totpContext, totpStepOf } from './totp.js';
import { UserRepository } from './user.repository.js';
import type { StoredUser } from './user.repository.js';

/** Checks the code of an account that wants one: of the authenticator, each time step once, or a recovery code, each once. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly users: UserRepository,
    private readonly sealer: Sealer,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /**
   * Passes an account without a second factor. Otherwise throws `SecondFactorRequired` where no code came, and
   * `InvalidCredentials` for a wrong one, of which a bounded number is looked at. Call it once the first factor is right.
   */
  async require(user: StoredUser, code: string | null): Promise<void> {
    if (user.totpConfirmedAt === null) return;
    if (code === null) throw new SecondFactorRequired();
    await this.throttle.code(user.id);
    if (!(await this.take(user, code))) throw new InvalidCredentials();
  }

  /** Whether a code is right; a right one is used up. */
  async take(user: StoredUser, code: string): Promise<boolean> {
    const text = code.replace(/[\s-]/g, '');
    if (/^\d{6}$/.test(text)) {
      const step = this.stepOf(user, text);
      return step !== null && this.users.takeTotpStep(user.id, step);
    }
    const digest = recoveryDigest(text);
    return digest !== null && this.users.takeRecoveryCode(user.id, digest);
  }

  /** The time step that a code belongs to; null for a wrong one. */
  private stepOf(user: StoredUser, code: string): number | null {
    if (user.sealedTotpSecret === null) return null;
    try {
      const secret = this.sealer.open(user.sealedTotpSecret, totpContext(user.id)).toString('utf8');
      return totpStepOf(secret, code, this.clock.now());
    } catch (error) {
      // Under a key that is gone no code can be right; recovery codes still are.
      if (error instanceof UnsealError) return null;
      throw error;
    }
  }
}
