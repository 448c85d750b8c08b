import { Clock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { NotFound } from '@turnpike/problems';
import { parsePaymentHash, type Tenant } from '@turnpike/l402';
import { TokenRefusals } from '@turnpike/statistics';
import { Injectable } from '@nestjs/common';

import { timelineOf, type TimelineEntry } from './timeline.js';
import { TimelineRepository } from './timeline.repository.js';

/** Tells what became of one challenge, the earliest first. Another tenant's do not exist (`NotFound`, 404). */
@Injectable()
export class ReadTimeline {
  private readonly repository: TimelineRepository;

  constructor(
    pool: ColdPool,
    private readonly refusals: TokenRefusals,
    private readonly clock: Clock,
  ) {
    this.repository = new TimelineRepository(pool);
  }

  /** By payment hash, 64 hex digits in any case. Of very many uses the latest are told. */
  async run(tenant: Tenant, paymentHash: string): Promise<{ readonly entries: readonly TimelineEntry[] }> {
    const hash = parsePaymentHash(paymentHash.toLowerCase());
    const life = hash && (await this.repository.life(tenant, hash));
    if (!life) throw new NotFound('Challenge');
    const [uses, refusals] = await Promise.all([this.repository.uses(life.key), this.refusals.of(life.key)]);
    return { entries: timelineOf(life, uses, refusals, this.clock.now()) };
  }
}
