import { limits } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { type Tenant } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';

import {
  type ReferredChallenge,
  type SettledAfter,
  type SettledChallenge,
  SettledChallengesRepository,
} from './settled-challenges.repository.js';

/** What wallets have called settled, for accounts and comparisons. */
@Injectable()
export class SettledChallenges {
  private readonly repository: SettledChallengesRepository;

  constructor(pool: ColdPool) {
    this.repository = new SettledChallengesRepository(pool);
  }

  /** A tenant's challenges that were found settled from `from` on and before `to`, the earliest first, a page at a time. */
  async *between(tenant: Tenant, from: Date, to: Date): AsyncGenerator<readonly SettledChallenge[]> {
    let after: SettledAfter | null = null;
    for (;;) {
      const page = await this.repository.page(tenant, from, to, after, limits.settledPageMax);
      if (page.length > 0) yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < limits.settledPageMax) return;
      after = last;
    }
  }

  /** Of the invoices that a wallet names, by its names or by payment hashes, those that were made in this connection of the merchant. */
  referred(
    merchantId: number,
    connectionId: string,
    providerRefs: readonly string[],
    paymentHashes: readonly string[],
  ): Promise<ReferredChallenge[]> {
    return this.repository.referred(merchantId, connectionId, providerRefs, paymentHashes);
  }
}
