import { setTimeout as delay } from 'node:timers/promises';

import { Clock, limits } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { type Tenant } from '@turnpike/l402';
import { IdempotencyInProgress, IdempotencyKeyReuse } from '@turnpike/problems';
import { type Deadline } from '@turnpike/wallets';
import { Injectable } from '@nestjs/common';

import { MintClaimRepository, type ClaimRow } from './mint-claim.repository.js';

/** The right to mint under a name, until the lease is over; the fencing number keeps a late holder from writing. */
export interface HeldClaim {
  readonly name: string;
  readonly fence: number;
}

/** Either the right to mint, or the challenge that was minted under this name before. */
export type MintClaim = { readonly held: HeldClaim } | { readonly challengeKey: string };

/** Whether the challenge of a finished claim may be handed out again. */
export type StillGood = (claim: ClaimRow, now: Date) => boolean;

const POLL_FIRST_MILLIS = 10;
const POLL_MAX_MILLIS = 200;

/**
 * Claims on a name, so that of concurrent mints under it one makes an invoice and the others get its challenge. A holder
 * that was killed frees the name by its lease, one that failed by `free`.
 */
@Injectable()
export class MintClaims {
  private readonly repository: MintClaimRepository;

  constructor(
    pool: HotPool,
    private readonly clock: Clock,
  ) {
    this.repository = new MintClaimRepository(pool);
  }

  /**
   * Claims the name, waiting for another holder with the same fingerprint up to `limits.idempotencyWaitMillis` or to the
   * deadline, then `IdempotencyInProgress` (409). A good challenge of another fingerprint: `IdempotencyKeyReuse` (409).
   */
  async claim(
    tenant: Tenant,
    name: string,
    fingerprint: Buffer,
    stillGood: StillGood,
    deadline: Deadline,
  ): Promise<MintClaim> {
    const patience = deadline.atMost(limits.idempotencyWaitMillis);
    for (let pause = POLL_FIRST_MILLIS; ; pause = Math.min(pause * 2, POLL_MAX_MILLIS)) {
      const claim = await this.tryOnce(tenant, name, fingerprint, stillGood);
      if (claim) return claim;
      if (patience.remainingMillis < pause) throw new IdempotencyInProgress();
      await delay(pause);
    }
  }

  /** Lets a held claim lead to a challenge that is there already. */
  finish(tenant: Tenant, claim: HeldClaim, challengeKey: string): Promise<void> {
    return this.repository.finish(tenant, claim.name, claim.fence, challengeKey);
  }

  /** Frees held claims after a failure. Best effort: what cannot be freed now is freed by its lease. */
  async free(tenant: Tenant, claims: readonly HeldClaim[]): Promise<void> {
    await Promise.allSettled(claims.map(({ name, fence }) => this.repository.free(tenant, name, fence)));
  }

  private async tryOnce(
    tenant: Tenant,
    name: string,
    fingerprint: Buffer,
    stillGood: StillGood,
  ): Promise<MintClaim | null> {
    const now = this.clock.now();
    const fresh = await this.repository.insert(tenant, name, fingerprint, now);
    if (fresh !== null) return { held: { name, fence: fresh } };

    const found = await this.repository.read(tenant, name);
    if (!found) return null;
    const sameTerms = found.fingerprint.equals(fingerprint);
    if (found.challengeKey !== null && stillGood(found, now)) {
      if (!sameTerms) throw new IdempotencyKeyReuse();
      return { challengeKey: found.challengeKey };
    }
    if (found.challengeKey === null && found.running) {
      if (!sameTerms) throw new IdempotencyKeyReuse();
      return null;
    }
    const taken = await this.repository.takeOver(tenant, name, found, fingerprint, now);
    return taken === null ? null : { held: { name, fence: taken } };
  }
}
