import {
  answerForReason,
  type Credential,
  paymentRequiredBody,
  paymentRequiredHeaders,
} from '@turnpike/http402';
import {
  MintChallenge,
  type MintedChallenge,
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
import { type FastifyReply } from 'fastify';

import { ChallengeAllowance } from './challenge-allowance.js';
import { Operator } from './operator.js';
import { PlainHttpWarning } from './plain-http-warning.js';

/** What the payer is answered. */
export interface PaidAnswer {
  readonly status: 200 | 402;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | object;
}

/** Who asks, and over what. */
export interface PayerCall {
  readonly ip: string | undefined;
  readonly protocol: string;
  readonly reply: FastifyReply;
}

/** Something that the instance itself sells. */
export interface Ware {
  readonly resource: string;
  readonly priceSats: number;
  readonly description: string;
  readonly method: string;
  /** Null: as the seller has set it. */
  readonly tokenValiditySeconds: number | null;
}

const RETRY_SECONDS = 2;

/**
 * Sells what the instance itself has to sell. A payer who may have paid already gets `VerificationUnavailable` (503) and no
 * challenge, so that nobody pays twice.
 */
@Injectable()
export class Till {
  constructor(
    private readonly operator: Operator,
    private readonly mint: MintChallenge,
    private readonly verify: VerifyCredential,
    private readonly allowance: ChallengeAllowance,
    private readonly plainHttp: PlainHttpWarning,
  ) {}

  /** Who sells; `NotFound` where the instance sells nothing. */
  async seller(mayHavePaid: boolean): Promise<Principal> {
    const seller = await this.operator.principal().catch((cause: unknown) => {
      throw mayHavePaid ? new VerificationUnavailable(null, RETRY_SECONDS, cause) : cause;
    });
    if (seller === null) throw new NotFound();
    return seller;
  }

  /** What verify says of a credential for this ware. */
  async judge(seller: Principal, ware: Ware, credential: Credential): Promise<VerifyAnswer> {
    const context = { resource: ware.resource, minAmountSats: ware.priceSats, method: ware.method };
    const proof =
      credential.scheme === 'payment'
        ? { credential: credential.credential }
        : { macaroon: 'macaroon' in credential ? credential.macaroon : null, preimage: credential.preimage };
    try {
      return (await this.verify.run(seller, { ...proof, ...context })).answer;
    } catch (cause) {
      throw new VerificationUnavailable(null, RETRY_SECONDS, cause);
    }
  }

  /** Throws what a refused credential is answered where that is no fresh challenge. */
  requireAskable(verdict: VerifyAnswer, credential: Credential): void {
    const answer = answerForReason(verdict.reason, {
      scheme: credential.scheme,
      missing: verdict.missing ?? null,
      minted: ['method'],
    });
    if (answer.status === 503) throw new VerificationUnavailable(verdict.reason, RETRY_SECONDS);
    if (answer.status === 500) throw new InternalError();
  }

  /** A fresh challenge, and why the credential was refused, if one was. */
  async ask(
    seller: Principal,
    ware: Ware,
    refused: { readonly verdict: VerifyAnswer; readonly credential: Credential } | null,
    { ip, protocol, reply }: PayerCall,
  ): Promise<PaidAnswer> {
    await this.allowance.take(ip, reply);
    const challenge = await this.fresh(seller, ware);
    this.plainHttp.sending(seller.mode, protocol);
    const reason = refused?.verdict.reason;
    const refusal =
      refused && reason ? { reason, sentence: REASON_TEXT[reason], scheme: refused.credential.scheme } : null;
    return {
      status: 402,
      headers: paymentRequiredHeaders(challenge),
      body: paymentRequiredBody({ ...challenge, amountSats: challenge.priceSats }, refusal),
    };
  }

  /** Whatever keeps us from minting, the payer cannot mend it: he is told to come back. */
  private async fresh(seller: Principal, ware: Ware): Promise<MintedChallenge> {
    try {
      const { challenge } = await this.mint.run(
        seller,
        { ...ware, maxUses: null, payer: null, bodySha256: null, metadata: null },
        null,
      );
      return challenge;
    } catch (error) {
      if (error instanceof RateLimited) throw error;
      throw new ServiceUnavailable(RETRY_SECONDS, error);
    }
  }
}
