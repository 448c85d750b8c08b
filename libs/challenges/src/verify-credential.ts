import { Clock, limits } from '@turnpike/config';
import { judgeCredential, modeNumber, type OpenedCredential, type Reason } from '@turnpike/l402';
import { Plans, type Principal } from '@turnpike/merchants';
import { Metrics } from '@turnpike/observability';
import { L402NotEnabled } from '@turnpike/problems';
import { VerifyTally } from '@turnpike/statistics';
import { Injectable } from '@nestjs/common';

import { challengeKeyOf } from './challenge-key.js';
import { type Claim } from './claim.js';
import { looksLikeMppCredential } from './mpp-credential.js';
import { OpenedCredentials } from './opened-credentials.js';
import { SettlementHints } from './settlement-hints.js';
import { UseLedger } from './use-ledger.js';
import { admitted, turnedDown, type VerifyResult } from './verify-answer.js';
import { verifyFingerprint, type VerifyRequest } from './verify-request.js';

/** What callers inside the instance may say beyond what is sent. */
export interface VerifyOptions {
  /** How long a use is reserved, at least the usual time; a request that may take longer needs it. */
  readonly reservationSeconds?: number;
}

/**
 * Verifies a credential: what needs no database first, so garbage ends without I/O; then the ledger's word and the durable
 * use in one. A refusal is an answer, never an exception; an unknown outcome of the commit is `ServiceUnavailable` (503).
 * It calls no wallet.
 */
@Injectable()
export class VerifyCredential {
  constructor(
    private readonly credentials: OpenedCredentials,
    private readonly ledger: UseLedger,
    private readonly hints: SettlementHints,
    private readonly plans: Plans,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly tally: VerifyTally,
  ) {}

  /** Throws `L402NotEnabled` (403) for a merchant who is inactive or whose plan has lapsed. Caps of a plan bound no verification. */
  async run(
    principal: Principal,
    request: VerifyRequest,
    options: VerifyOptions = {},
  ): Promise<VerifyResult> {
    if (!principal.isActive) throw new L402NotEnabled(principal.planTier, this.plans.upgradeUrl);
    const result = await this.judge(principal, request, options);
    const { reason } = result.answer;
    this.metrics.verdict(reason ?? 'valid');
    if (reason !== null) this.tally.refused(principal.merchantId, principal.mode, reason);
    return result;
  }

  private judge(
    principal: Principal,
    request: VerifyRequest,
    options: VerifyOptions,
  ): VerifyResult | Promise<VerifyResult> {
    // No challenge offers MPP yet, so no such credential can be one of ours.
    if (request.credential != null) {
      return turnedDown(
        looksLikeMppCredential(request.credential) ? 'invalid_challenge' : 'malformed_credential',
      );
    }
    if (request.macaroon == null) return turnedDown('preimage_only_refused');

    const opened = this.credentials.open(principal, request.macaroon, request.preimage ?? '');
    if (!opened.valid) return turnedDown(opened.reason, opened.missing);
    const nowSeconds = Math.floor(this.clock.now().getTime() / 1000);
    const refusal = judgeCredential(opened, {
      nowSeconds,
      strict: principal.settings.strictVerify,
      resource: request.resource,
      amountSats: request.amountSats,
      minAmountSats: request.minAmountSats,
      method: request.method,
      bodySha256: request.bodySha256,
    });
    if (refusal) {
      // A challenge may be deleted a day after; what was counted of it before is written by then.
      if (nowSeconds < opened.expiresAtSeconds + limits.tokenRefusalsSecondsMax)
        this.tally.refusedToken(challengeKeyOf(opened.tokenId), refusal.reason);
      return turnedDown(refusal.reason, refusal.missing);
    }
    return this.claim(principal, request, opened, options);
  }

  private async claim(
    principal: Principal,
    request: VerifyRequest,
    opened: OpenedCredential,
    options: VerifyOptions,
  ): Promise<VerifyResult> {
    const requestId = request.requestId ?? null;
    const claim: Claim = {
      key: challengeKeyOf(opened.tokenId),
      merchantId: principal.merchantId,
      mode: modeNumber(principal.mode),
      requireSettled: principal.settings.settlementPolicy === 'settled',
      requestId,
      reserve: request.reserve === true,
      ...options,
      fingerprint: requestId === null ? null : verifyFingerprint(request),
    };
    const answer = await this.ledger.claim(claim);
    if (answer.granted) {
      if (!answer.replayed) this.tally.admitted(principal.merchantId, principal.mode, opened.resource);
      return admitted(opened, answer);
    }
    if (answer.reason !== 'unknown_challenge') this.tally.refusedToken(claim.key, answer.reason);
    if (waitsForWallet(answer.reason)) this.hints.look(principal, opened.paymentHash);
    return turnedDown(answer.reason);
  }
}

function waitsForWallet(reason: Reason): boolean {
  return reason === 'not_settled' || reason === 'settlement_unknown';
}
