import { Injectable } from '@nestjs/common';
import { Logger } from '@turnpike/observability';
import { Sealer, UnsealError } from '@turnpike/secrets';
import type { SealedCount } from '@turnpike/secrets';
import { memberBounds } from './member-bounds.js';
import { totpContext } from './totp.js';
import { UserRepository } from './user.repository.js';

/** Brings second factors under the current seal key, after that key was changed. */
@Injectable()
export class ResealSecondFactors {
  constructor(
    private readonly users: UserRepository,
    private readonly sealer: Sealer,
    private readonly logger: Logger,
  ) {}

  /** How many of them are sealed under each key. */
  sealedUnder(): Promise<readonly SealedCount[]> {
    return this.users.sealedUnder();
  }

  /** Goes through all, in batches, until the signal is aborted; returns how many it has sealed anew. */
  async run(signal: AbortSignal): Promise<number> {
    let resealed = 0;
    let after = '';
    while (!signal.aborted) {
      const batch = await this.users.sealedOtherwise(this.sealer.kid, after, memberBounds.resealBatchMax);
      for (const secret of batch) {
        after = secret.id;
        const anew = this.anew(secret.id, secret.sealed);
        if (anew !== null && (await this.users.reseal(secret, anew))) resealed += 1;
      }
      if (batch.length < memberBounds.resealBatchMax) break;
    }
    return resealed;
  }

  /** Null for one that does not open: its user has recovery codes. */
  private anew(userId: string, sealed: Uint8Array): Uint8Array<ArrayBuffer> | null {
    try {
      return new Uint8Array(this.sealer.reseal(sealed, totpContext(userId)));
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      this.logger.warn({ err: error, userId }, 'a second factor does not open under any key of SEAL_KEYS');
      return null;
    }
  }
}
