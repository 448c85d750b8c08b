import { Clock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { NotFound } from '@turnpike/problems';
import { parsePaymentHash, type Tenant } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';

import { ChallengeReader } from './challenge-reader.js';
import { type ChallengeDetail } from './challenge-record.js';
import { RevokeRepository } from './revoke.repository.js';

/**
 * Revokes a challenge: from the commit on, no node admits its credential, as verify reads the mark in the statement that
 * claims the use. Reservations made before may still be committed or released. Idempotent.
 */
@Injectable()
export class RevokeChallenge {
  private readonly repository: RevokeRepository;

  constructor(
    pool: HotPool,
    private readonly clock: Clock,
    private readonly reader: ChallengeReader,
  ) {
    this.repository = new RevokeRepository(pool);
  }

  /** Gives the challenge as it is now; `NotFound` (404) if this tenant has none with that payment hash. */
  async run(tenant: Tenant, paymentHash: string): Promise<ChallengeDetail> {
    const hash = parsePaymentHash(paymentHash.toLowerCase());
    if (!hash) throw new NotFound('Challenge');
    await this.repository.revoke(tenant, hash, this.clock.now());
    return this.reader.get(tenant, hash);
  }
}
