import {
  answerForReason,
  type Credential,
  paymentRequiredBody,
  paymentRequiredHeaders,
} from '@turnpike/http402';
import {
  MintChallenge,
  type MintedChallenge,
  type MintRequest,
  VerifyCredential,
  type VerifyAnswer,
} from '@turnpike/challenges';
import { REASON_TEXT } from '@turnpike/l402';
import { type Principal } from '@turnpike/merchants';
import {
  InternalError,
  NotFound,
  RateLimited,
  ServiceUnavailable,
  VerificationUnavailable,
} from '@turnpike/problems';
import { Injectable } from '@nestjs/common';

import { Operator } from './operator.js';
import { PlainHttpWarning } from './plain-http-warning.js';

/** What the instance sells to a caller: the terms of a challenge, and what a credential for it must be worth at least. */
export interface Sale extends Pick<MintRequest, 'resource' | 'priceSats' | 'description' | 'payer'> {
  readonly method: string;
  readonly minAmountSats: number;
  /** `null`: as the seller has set. */
  readonly tokenValiditySeconds: number | null;
  /** What is delivered is known by its payment: a credential that comes again is the same purchase, and no other use. */
  readonly isKnownByPayment: boolean;
}

/** Over what the caller asks, and what must allow a new challenge for him. */
export interface SaleCall {
  readonly protocol: string;
  readonly beforeAsking: () => Promise<void>;
}

/** The 402 that asks for payment. */
export interface PaymentAsked {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: object;
}

/** Either the verdict on a good credential, or what asks for payment. */
export type SaleOutcome = { readonly paid: VerifyAnswer } | { readonly asked: PaymentAsked };

const RETRY_SECONDS = 2;

/** Sells what is the instance's own, on the wallet of the merchant who sells for it. */
@Injectable()
export class Till {
  constructor(
    private readonly operator: Operator,
    private readonly mint: MintChallenge,
    private readonly verify: VerifyCredential,
    private readonly plainHttp: PlainHttpWarning,
  ) {}

  /**
   * Admits a good credential, else asks for payment. A payer who may have paid already gets `VerificationUnavailable`
   * (503) and no challenge, so that nobody pays twice; `NotFound` where the instance sells nothing.
   */
  async take(sale: Sale, credential: Credential | null, call: SaleCall): Promise<SaleOutcome> {
    const operator = await this.seller(credential !== null);
    if (credential === null) return this.ask(operator, sale, null, null, call);
    const verdict = await this.judge(operator, sale, credential);
    if (verdict.valid) return { paid: verdict };
    const answer = answerForReason(verdict.reason, {
      scheme: credential.scheme,
      missing: verdict.missing ?? null,
      minted: ['method'],
    });
    if (answer.status === 503) throw new VerificationUnavailable(verdict.reason, RETRY_SECONDS);
    if (answer.status === 500) throw new InternalError();
    return this.ask(operator, sale, verdict, credential, call);
  }

  private async seller(mayHavePaid: boolean): Promise<Principal> {
    const operator = await this.operator.principal().catch((cause: unknown) => {
      throw mayHavePaid ? new VerificationUnavailable(null, RETRY_SECONDS, cause) : cause;
    });
    if (operator === null) throw new NotFound();
    return operator;
  }

  private async judge(operator: Principal, sale: Sale, credential: Credential): Promise<VerifyAnswer> {
    const { resource, minAmountSats, method, isKnownByPayment } = sale;
    // A draft-00 credential is good once, and again only under the name of its one request.
    const requestId = isKnownByPayment ? `sale:${String(minAmountSats)}` : null;
    const proof =
      credential.scheme === 'payment'
        ? { credential: credential.credential, requestId }
        : { macaroon: 'macaroon' in credential ? credential.macaroon : null, preimage: credential.preimage };
    try {
      return (await this.verify.run(operator, { ...proof, resource, minAmountSats, method })).answer;
    } catch (cause) {
      throw new VerificationUnavailable(null, RETRY_SECONDS, cause);
    }
  }

  private async ask(
    operator: Principal,
    sale: Sale,
    refused: VerifyAnswer | null,
    credential: Credential | null,
    { protocol, beforeAsking }: SaleCall,
  ): Promise<SaleOutcome> {
    await beforeAsking();
    const challenge = await this.fresh(operator, sale);
    this.plainHttp.sending(operator.mode, protocol);
    const refusal =
      refused?.reason && credential
        ? { reason: refused.reason, sentence: REASON_TEXT[refused.reason], scheme: credential.scheme }
        : null;
    return {
      asked: {
        headers: paymentRequiredHeaders({ ...challenge, payment: challenge.mppChallenge }),
        body: paymentRequiredBody({ ...challenge, amountSats: challenge.priceSats }, refusal),
      },
    };
  }

  /** Whatever keeps us from minting, the payer cannot mend it: he is told to come back. */
  private async fresh(operator: Principal, sale: Sale): Promise<MintedChallenge> {
    const { resource, priceSats, description, payer, method, tokenValiditySeconds } = sale;
    const terms = { resource, priceSats, description, payer, method, tokenValiditySeconds };
    try {
      const request = { ...terms, maxUses: null, bodySha256: null, metadata: null };
      return (await this.mint.run(operator, request, null)).challenge;
    } catch (error) {
      if (error instanceof RateLimited) throw error;
      throw new ServiceUnavailable(RETRY_SECONDS, error);
    }
  }
}
