import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { RateLimited } from '@turnpike/problems';
import { TokenBuckets } from '@turnpike/redis';
import type { BucketRate } from '@turnpike/redis';
import type { Visitor } from './session.js';

const CODE: BucketRate = { burst: 5, perMinute: 1 };
const LETTER: BucketRate = { burst: 3, perMinute: 0.2 };
const INVITATION: BucketRate = { burst: 20, perMinute: 1 };
const INVITED: BucketRate = { burst: 5, perMinute: 0.1 };
const WINDOW_SECONDS = 60;

/**
 * Bounds tries to sign in, over all processes: by address, and by account, whether there is such an account or not. Half as
 * many a minute by account, after as many at once; a link by mail and passkeys still open an account that is being guessed at.
 * `RATE_LIMIT_SIGN_IN` switches these two off; codes, of which there are few to guess, letters and invitations stay bounded.
 */
@Injectable()
export class SignInThrottle {
  constructor(
    private readonly buckets: TokenBuckets,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Counts a try from an address. Throws RateLimited. */
  address({ bucket }: Visitor): Promise<void> {
    return this.requireOfRate(`sign-in:address:${bucket}`, 1);
  }

  /** Counts a password that is tried for an account. Throws RateLimited. */
  account(email: string): Promise<void> {
    return this.requireOfRate(`sign-in:account:${digest(email)}`, 0.5);
  }

  /** Counts a code that is tried for a user. Throws RateLimited. */
  code(userId: string): Promise<void> {
    return this.require(`sign-in:code:${userId}`, CODE);
  }

  /**
   * Whether this address may be sent another letter that it asked for; nobody is told. Those that sign in or up and those that
   * set a password are counted apart, so that a stranger who asks for the one does not keep the owner from the other.
   */
  async mayWrite(email: string, purpose: 'sign_in' | 'reset'): Promise<boolean> {
    return (await this.buckets.take(`sign-in:letter:${purpose}:${digest(email)}`, LETTER)) === 0;
  }

  /** Counts an invitation of a merchant's, and one to that address, whichever merchants ask. Throws RateLimited. */
  async invitation(merchantId: number, email: string): Promise<void> {
    await this.require(`invitation:${String(merchantId)}`, INVITATION);
    await this.require(`invitation:to:${digest(email)}`, INVITED);
  }

  private async requireOfRate(bucket: string, sharePerMinute: number): Promise<void> {
    const { signIn } = this.env.rateLimits;
    if (signIn !== 0) await this.require(bucket, { burst: signIn, perMinute: signIn * sharePerMinute });
  }

  private async require(bucket: string, rate: BucketRate): Promise<void> {
    const retryAfterSeconds = await this.buckets.take(bucket, rate);
    if (retryAfterSeconds === 0) return;
    throw new RateLimited({ limit: rate.burst, windowSeconds: WINDOW_SECONDS, retryAfterSeconds });
  }
}

/** Buckets are named by a digest, so that no store holds addresses of people for it. */
function digest(email: string): string {
  return createHash('sha256').update(email).digest('hex');
}
