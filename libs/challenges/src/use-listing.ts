import { Clock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { NotFound } from '@turnpike/problems';
import { parsePaymentHash, type Tenant } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';

import { UseListingRepository } from './use-listing.repository.js';
import { type UseState } from './use-state.js';

/** One use of a challenge, as the list shows it. */
export interface UseRecord {
  readonly useId: string;
  readonly state: UseState;
  readonly requestId: string | null;
  readonly resource: string;
  readonly createdAt: string;
  readonly decidedAt: string | null;
}

/** One page of a challenge's uses, newest first. */
export interface UsePage {
  readonly uses: readonly UseRecord[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

/** Lists the uses that have a row of their own: those of limited challenges, with a request id, or reserved. */
@Injectable()
export class UseListing {
  private readonly repository: UseListingRepository;

  constructor(
    pool: ColdPool,
    private readonly clock: Clock,
  ) {
    this.repository = new UseListingRepository(pool);
  }

  /** Throws `NotFound` (404) if this tenant has no challenge with that payment hash. */
  async list(tenant: Tenant, paymentHash: string, limit: number, offset: number): Promise<UsePage> {
    const hash = parsePaymentHash(paymentHash.toLowerCase());
    const challenge = hash && (await this.repository.challenge(tenant, hash));
    if (!challenge) throw new NotFound('Challenge');
    const { key, resource } = challenge;
    const [uses, total] = await Promise.all([
      this.repository.page(key, resource, limit, offset, this.clock.now()),
      this.repository.total(key),
    ]);
    return { uses, total, limit, offset };
  }
}
