import { Clock, limits } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { NotFound } from '@turnpike/problems';
import { parsePaymentHash, type Tenant } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';

import { ChallengeReaderRepository } from './challenge-reader.repository.js';
import { type ChallengeDetail, type ChallengeRecord, type ChallengeStatus } from './challenge-record.js';

/** One page of challenges, newest first. */
export interface ChallengePage {
  readonly challenges: readonly ChallengeRecord[];
  /** Exact up to a bound beyond this page: so whoever goes on until it is reached misses nothing. */
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly status: ChallengeStatus | null;
}

/** Lists and shows a tenant's challenges. Another tenant's do not exist (`NotFound`, 404). */
@Injectable()
export class ChallengeReader {
  private readonly repository: ChallengeReaderRepository;

  constructor(
    pool: ColdPool,
    private readonly clock: Clock,
  ) {
    this.repository = new ChallengeReaderRepository(pool);
  }

  /** `limit` and `offset` are taken as checked before. */
  async list(
    tenant: Tenant,
    status: ChallengeStatus | null,
    limit: number,
    offset: number,
  ): Promise<ChallengePage> {
    const now = this.clock.now();
    const [details, total] = await Promise.all([
      this.repository.page(tenant, status, limit, offset, now),
      this.repository.total(tenant, status, now, offset + limit + limits.listCountedMax),
    ]);
    const challenges = details.map(({ invoice: _invoice, description: _description, ...record }) => record);
    return { challenges, total, limit, offset, status };
  }

  /** Whether a merchant has a challenge in one of the modes, and a paid one in live mode; pruned ones do not count. */
  milestones(merchantId: number): Promise<{ readonly minted: boolean; readonly paidLive: boolean }> {
    return this.repository.milestones(merchantId);
  }

  /** By payment hash, 64 hex digits in any case. */
  async get(tenant: Tenant, paymentHash: string): Promise<ChallengeDetail> {
    const hash = parsePaymentHash(paymentHash.toLowerCase());
    const found = hash && (await this.repository.byPaymentHash(tenant, hash, this.clock.now()));
    if (!found) throw new NotFound('Challenge');
    return found;
  }
}
