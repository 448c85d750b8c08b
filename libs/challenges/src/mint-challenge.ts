import { createHash } from 'node:crypto';

import { Clock, limits } from '@turnpike/config';
import { Plans, type Principal } from '@turnpike/merchants';
import { Metrics } from '@turnpike/observability';
import { EndpointRetired, L402NotEnabled, Problem, ServiceUnavailable } from '@turnpike/problems';
import { Deadline } from '@turnpike/wallets';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

import { inTime } from './in-time.js';
import { type HeldClaim, MintClaims, type StillGood } from './mint-claims.js';
import { mintFingerprint, type MintRequest } from './mint-request.js';
import { type MintResult } from './minted-challenge.js';
import { type MintOrder, NewChallenges } from './new-challenges.js';
import { OpenChallenges } from './open-challenges.js';
import { PlanLimits } from './plan-limits.js';
import { RetiredResources } from './retired-resources.js';

/** No header can hold this control character, so no caller's idempotency key is ever a payer's claim. */
const PAYER_PREFIX = '\u0001payer:';

/** Under an idempotency key a challenge is good until its invoice expires or it is revoked, paid or not. */
const goodForKey: StillGood = (claim, now) =>
  claim.invoiceExpiresAt !== null && claim.invoiceExpiresAt > now && !claim.revoked;

/** A payer gets his own open challenge back while he has a minute left to pay it. */
const goodForPayer: StillGood = (claim, now) =>
  goodForKey(claim, new Date(now.getTime() + limits.payerChallengeSecondsLeftMin * 1000 - 1)) && !claim.paid;

const RETRY_SECONDS = 1;

/** What a mint holds and hands on: the claims that its record will finish. */
interface Holding extends Omit<MintOrder, 'counted'> {
  readonly fingerprint: Buffer;
  readonly claims: HeldClaim[];
}

/**
 * Mints a challenge: invoice first, macaroon on its payment hash, then the record, and only then the answer, which comes in
 * time whatever hangs. A mint that fails frees its claims; one that is killed frees them by their lease, and its invoice
 * dies unpaid.
 */
@Injectable()
export class MintChallenge implements BeforeApplicationShutdown {
  /** Mints that have not freed what they hold, those among them whose caller has had his answer. */
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly claims: MintClaims,
    private readonly retired: RetiredResources,
    private readonly plans: Plans,
    private readonly caps: PlanLimits,
    private readonly open: OpenChallenges,
    private readonly challenges: NewChallenges,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * `idempotencyKey`: at most 256 characters, or `null`. Throws problems: `PlanPriceLimit`, `PlanEndpointLimit` and
   * `PlanVolumeLimit` 402, `L402NotEnabled` 403, `IdempotencyKeyReuse` and `IdempotencyInProgress` 409, `EndpointRetired` 410,
   * `RateLimited` 429, those of the wallet,
   * `ChallengePersistFailed` 500 if it could not be recorded, and `ServiceUnavailable` 503 if nobody knows whether it was.
   */
  async run(principal: Principal, request: MintRequest, idempotencyKey: string | null): Promise<MintResult> {
    if (!principal.isActive) throw new L402NotEnabled(principal.planTier, this.plans.upgradeUrl);
    const fingerprint = mintFingerprint(request);
    const deadline = Deadline.in(limits.mintDeadlineMillis - limits.mintFreeMillis);
    const holding: Holding = { principal, request, fingerprint, idempotencyKey, claims: [], deadline };
    const started = performance.now();
    const report = (outcome: string): void => {
      this.metrics.mint(outcome, (performance.now() - started) / 1000);
    };
    const minting = this.underKey(holding);
    const ended = this.freeing(holding, minting);
    const late = new ServiceUnavailable(RETRY_SECONDS, new Error('the mint took too long'));
    try {
      const result = await inTime(minting, deadline.remainingMillis, () => Promise.reject(late));
      report(result.replayed ? 'replayed' : 'minted');
      return result;
    } catch (error) {
      report(error instanceof Problem ? error.slug : 'internal_error');
      if (error !== late) await inTime(ended, limits.mintFreeMillis, () => Promise.resolve());
      throw error;
    }
  }

  /** Waits for mints that outlast their answer, while the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** Frees the claims of a mint that fails, whenever that is. Never rejects. */
  private async freeing(holding: Holding, minting: Promise<MintResult>): Promise<void> {
    const ended = minting.then(
      () => undefined,
      () => this.claims.free(holding.principal, holding.claims),
    );
    this.underWay.add(ended);
    await ended;
    this.underWay.delete(ended);
  }

  private async underKey(holding: Holding): Promise<MintResult> {
    const { principal, idempotencyKey, fingerprint, request, deadline } = holding;
    if (idempotencyKey !== null) {
      const claim = await this.claims.claim(principal, idempotencyKey, fingerprint, goodForKey, deadline);
      if ('challengeKey' in claim) return this.challenges.again(principal, claim.challengeKey);
      holding.claims.push(claim.held);
    }
    if (await this.retired.isRetired(principal.merchantId, request.resource)) {
      throw new EndpointRetired(request.resource);
    }
    return request.payer === null ? this.mint(holding) : this.forPayer(holding);
  }

  private async forPayer(holding: Holding): Promise<MintResult> {
    const { principal, fingerprint, deadline } = holding;
    // The payer is one of the terms, so their fingerprint names payer and terms at once.
    const name = PAYER_PREFIX + createHash('sha256').update(fingerprint).digest('hex');
    const claim = await this.claims.claim(principal, name, fingerprint, goodForPayer, deadline);
    if ('held' in claim) {
      holding.claims.push(claim.held);
      return this.mint(holding);
    }
    for (const held of holding.claims) await this.claims.finish(principal, held, claim.challengeKey);
    return this.challenges.again(principal, claim.challengeKey);
  }

  private async mint(holding: Holding): Promise<MintResult> {
    const { principal, request } = holding;
    const now = this.clock.now();
    const counted = await this.caps.admit(principal, request, now);
    await this.open.admit(principal);
    // It counts in the month of this moment, in which it was also made.
    return this.challenges.make({ ...holding, counted }, now);
  }
}
