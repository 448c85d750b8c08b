import { randomUUID } from 'node:crypto';
import {
  answerForReason,
  type Credential,
  type HeaderSource,
  LostRequests,
  type PaymentRequiredBody,
  paymentRequiredBody,
  paymentRequiredHeaders,
} from '@turnpike/http402';
import {
  MintChallenge,
  type MintedChallenge,
  type VerifyAnswer,
  VerifyCredential,
  type VerifyRequest,
} from '@turnpike/challenges';
import { cutToBytes, REASON_TEXT } from '@turnpike/l402';
import type { Principal } from '@turnpike/merchants';
import { InternalError, RateLimited, ServiceUnavailable, VerificationUnavailable } from '@turnpike/problems';
import { Injectable } from '@nestjs/common';

import { proxyBounds } from './proxy-bounds.js';
import { UseOutcomes } from './use-outcomes.js';

/** What is sold to a payer: the terms of a challenge, and what a credential for it must be worth at least. */
export interface PaidRequest {
  readonly resource: string;
  readonly method: string;
  readonly priceSats: number;
  readonly minAmountSats: number;
  readonly description: string;
  /** Who gets the same challenge again while it is open; null: nobody. */
  readonly payer: string | null;
  readonly maxUses: number | null;
  readonly tokenValiditySeconds: number | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  /** Whether a use is reserved, so that it can be given back; for how long, seconds. Null: it is committed at once. */
  readonly reserveSeconds: number | null;
  /** What is delivered is known by its payment: a credential that comes again is the same purchase, and no other use. */
  readonly isKnownByPayment?: boolean;
}

/** The 402 that asks for payment. */
export interface PaymentAsked {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: PaymentRequiredBody;
}

/** Either the verdict on a good credential, with the use that is reserved for it if one is, or what asks for payment. */
export type ChargeOutcome =
  { readonly paid: VerifyAnswer; readonly reservedUseId: string | null } | { readonly asked: PaymentAsked };

/** What the answer holds besides, which takes room, by the body that it has; and what must allow a new challenge. */
export interface ChargeCall {
  readonly alsoSent: (body: PaymentRequiredBody) => HeaderSource;
  readonly beforeAsking: () => Promise<void>;
}

const RETRY_SECONDS = 2;

/** Has a payer pay for a request, in a merchant's name: the rules are those of mint and verify, and none of its own. */
@Injectable()
export class ChargePayer {
  private readonly lost = new LostRequests(proxyBounds.lostRequestsMax);

  constructor(
    private readonly mint: MintChallenge,
    private readonly verify: VerifyCredential,
    private readonly outcomes: UseOutcomes,
  ) {}

  /**
   * Admits a good credential, else asks for payment. A payer who may have paid already gets `VerificationUnavailable` (503)
   * and no challenge, so that nobody pays twice; where minting fails, `ServiceUnavailable` (503) or `RateLimited` (429).
   */
  async run(
    seller: Principal,
    request: PaidRequest,
    credential: Credential | null,
    call: ChargeCall,
  ): Promise<ChargeOutcome> {
    if (credential === null) return { asked: await this.ask(seller, request, null, null, call) };
    const verdict = await this.judge(seller, request, credential);
    if (verdict.valid) {
      const isReserved = reserves(request, credential);
      return { paid: verdict, reservedUseId: isReserved ? verdict.useId : null };
    }
    const answer = answerForReason(verdict.reason, {
      scheme: credential.scheme,
      missing: verdict.missing ?? null,
      minted: ['method'],
    });
    if (answer.status === 503) throw new VerificationUnavailable(verdict.reason, RETRY_SECONDS);
    if (answer.status === 500)
      throw new InternalError(new Error(`verify answered ${String(verdict.reason)}`));
    return { asked: await this.ask(seller, request, verdict, credential, call) };
  }

  private async judge(
    seller: Principal,
    request: PaidRequest,
    credential: Credential,
  ): Promise<VerifyAnswer> {
    const { resource, minAmountSats, method, maxUses, reserveSeconds } = request;
    const reserve = reserves(request, credential);
    const asked: VerifyRequest = { ...proofOf(credential), resource, minAmountSats, method };
    // Named, so that what a broken connection has cut off can be asked again; the id is ours, never the payer's.
    const isCounted = maxUses !== null || credential.scheme === 'payment';
    const lost = { by: [seller.merchantId, seller.mode], asked };
    const knownId = samePurchase(request, credential);
    const requestId = knownId ?? (isCounted ? (this.lost.take(lost) ?? randomUUID()) : null);
    const question = requestId === null ? asked : { ...asked, requestId, reserve };
    const options = reserveSeconds === null ? {} : { reservationSeconds: reserveSeconds };
    const ask = async (): Promise<VerifyAnswer> => (await this.verify.run(seller, question, options)).answer;
    try {
      return await ask();
    } catch (cause) {
      if (reserve) this.outcomes.giveBackUnknown(seller, cause, ask);
      else if (requestId !== null && knownId === null) this.lost.put(lost, requestId);
      throw new VerificationUnavailable(null, RETRY_SECONDS, cause);
    }
  }

  private async ask(
    seller: Principal,
    request: PaidRequest,
    refused: VerifyAnswer | null,
    credential: Credential | null,
    { alsoSent, beforeAsking }: ChargeCall,
  ): Promise<PaymentAsked> {
    await beforeAsking();
    const challenge = await this.fresh(seller, request);
    const { macaroon, invoice, mppChallenge, priceSats } = challenge;
    const refusal =
      refused?.reason && credential
        ? { reason: refused.reason, sentence: REASON_TEXT[refused.reason], scheme: credential.scheme }
        : null;
    const body = paymentRequiredBody({ ...challenge, amountSats: priceSats }, refusal);
    const offered = { macaroon, invoice, payment: mppChallenge };
    return { headers: paymentRequiredHeaders(offered, { alsoSent: alsoSent(body) }), body };
  }

  /** Whatever keeps us from minting, the payer cannot mend it: he is told to come back. */
  private async fresh(seller: Principal, request: PaidRequest): Promise<MintedChallenge> {
    const { resource, priceSats, method, payer, maxUses, tokenValiditySeconds, metadata } = request;
    const description = cutToBytes(request.description, proxyBounds.invoiceTextBytesMax);
    const terms = {
      resource,
      priceSats,
      description,
      method,
      payer,
      maxUses,
      tokenValiditySeconds,
      metadata,
    };
    try {
      const minting = { ...terms, bodySha256: null };
      return (await this.mint.run(seller, minting, null)).challenge;
    } catch (error) {
      if (error instanceof RateLimited) throw error;
      throw new ServiceUnavailable(RETRY_SECONDS, error);
    }
  }
}

/** A draft-00 credential is good once, and again only under the name of its one request. */
function samePurchase(
  { isKnownByPayment, minAmountSats }: PaidRequest,
  { scheme }: Credential,
): string | null {
  return isKnownByPayment === true && scheme === 'payment' ? `sale:${String(minAmountSats)}` : null;
}

/** Only what is good for a number of uses has one to give back. */
function reserves({ maxUses, reserveSeconds }: PaidRequest, { scheme }: Credential): boolean {
  return reserveSeconds !== null && (maxUses !== null || scheme === 'payment');
}

function proofOf(credential: Credential): VerifyRequest {
  if (credential.scheme === 'payment') return { credential: credential.credential };
  const macaroon = credential.scheme === 'l402' ? credential.macaroon : null;
  return { macaroon, preimage: credential.preimage };
}
