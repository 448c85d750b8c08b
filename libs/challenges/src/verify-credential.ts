import { Clock, limits } from '@turnpike/config';
import { formatPaymentReceipt } from '@turnpike/http402';
import {
  judgeCredential,
  modeNumber,
  type OpenedCredential,
  type Reason,
  type Refusal,
} from '@turnpike/l402';
import { Plans, type Principal } from '@turnpike/merchants';
import { Metrics } from '@turnpike/observability';
import { L402NotEnabled } from '@turnpike/problems';
import { VerifyTally } from '@turnpike/statistics';
import { Injectable } from '@nestjs/common';

import { challengeKeyOf } from './challenge-key.js';
import { type Claim } from './claim.js';
import { MppCredentials, type OpenedPayment } from './mpp-credentials.js';
import { OpenedCredentials } from './opened-credentials.js';
import { rfc3339 } from './rfc3339.js';
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
    private readonly payments: MppCredentials,
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
    if (request.credential != null) {
      return this.judgePayment(
        principal,
        request,
        options,
        this.payments.open(principal, request.credential),
      );
    }
    const preimage = request.preimage ?? '';
    if (request.macaroon == null) {
      return this.judgePayment(principal, request, options, this.payments.openPreimage(principal, preimage));
    }
    const opened = this.credentials.open(principal, request.macaroon, preimage);
    if (!opened.valid) return turnedDown(opened.reason, opened.missing);
    return this.admit(principal, request, options, opened, principal.settings.strictVerify);
  }

  /** Of the `Payment` scheme: the challenge's row stands in for the macaroon. */
  private async judgePayment(
    principal: Principal,
    request: VerifyRequest,
    options: VerifyOptions,
    opening: Promise<OpenedPayment | Refusal> | Refusal,
  ): Promise<VerifyResult> {
    const payment = await opening;
    if (!payment.valid) return turnedDown(payment.reason);
    const { opened, challengeId } = payment;
    const { strictVerify, mppPreimageOnly } = principal.settings;
    if (challengeId === null) {
      const isBound = strictVerify || mppPreimageOnly === 'bound';
      return this.admit(principal, request, options, opened, isBound, 'preimage');
    }
    const result = await this.admit(principal, request, options, opened, strictVerify, 'payment');
    if (!result.answer.valid) return result;
    const mppReceipt = formatPaymentReceipt({
      challengeId,
      method: 'lightning',
      reference: opened.paymentHash,
      status: 'success',
      timestamp: rfc3339(this.clock.now()),
    });
    return { ...result, answer: { ...result.answer, mppReceipt } };
  }

  /** What a request must say of itself, then the ledger. */
  private admit(
    principal: Principal,
    request: VerifyRequest,
    options: VerifyOptions,
    opened: OpenedCredential,
    strict: boolean,
    by?: Claim['by'],
  ): VerifyResult | Promise<VerifyResult> {
    const nowSeconds = Math.floor(this.clock.now().getTime() / 1000);
    const refusal = judgeCredential(opened, {
      nowSeconds,
      strict,
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
    return this.claim(principal, request, opened, options, by);
  }

  private async claim(
    principal: Principal,
    request: VerifyRequest,
    opened: OpenedCredential,
    options: VerifyOptions,
    by: Claim['by'],
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
      by,
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
