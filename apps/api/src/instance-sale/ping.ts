import {
  answerForReason,
  type Credential,
  PAID_HEADERS,
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
import { PING } from './price-list.js';

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

const RETRY_SECONDS = 2;
const METHOD = 'GET';

/** The 1-sat ping: a paid route of the instance's own, to try a client on. */
@Injectable()
export class Ping {
  constructor(
    private readonly operator: Operator,
    private readonly mint: MintChallenge,
    private readonly verify: VerifyCredential,
    private readonly allowance: ChallengeAllowance,
    private readonly plainHttp: PlainHttpWarning,
  ) {}

  /**
   * Admits a good credential, else asks for payment. A payer who may have paid already gets `VerificationUnavailable`
   * (503) and no challenge, so that nobody pays twice; `NotFound` where the instance sells nothing.
   */
  async answer(credential: Credential | null, call: PayerCall): Promise<PaidAnswer> {
    const operator = await this.seller(credential !== null);
    if (credential === null) return this.ask(operator, null, null, call);
    const verdict = await this.judge(operator, credential);
    if (verdict.valid) {
      return { status: 200, headers: [...PAID_HEADERS, ['Content-Type', 'text/plain']], body: 'pong' };
    }
    const answer = answerForReason(verdict.reason, {
      scheme: credential.scheme,
      missing: verdict.missing ?? null,
      minted: ['method'],
    });
    if (answer.status === 503) throw new VerificationUnavailable(verdict.reason, RETRY_SECONDS);
    if (answer.status === 500) throw new InternalError();
    return this.ask(operator, verdict, credential, call);
  }

  private async seller(mayHavePaid: boolean): Promise<Principal> {
    const operator = await this.operator.principal().catch((cause: unknown) => {
      throw mayHavePaid ? new VerificationUnavailable(null, RETRY_SECONDS, cause) : cause;
    });
    if (operator === null) throw new NotFound();
    return operator;
  }

  private async judge(operator: Principal, credential: Credential): Promise<VerifyAnswer> {
    const context = { resource: PING.pathPattern, minAmountSats: PING.priceSats, method: METHOD };
    const proof =
      credential.scheme === 'payment'
        ? { credential: credential.credential }
        : { macaroon: 'macaroon' in credential ? credential.macaroon : null, preimage: credential.preimage };
    try {
      return (await this.verify.run(operator, { ...proof, ...context })).answer;
    } catch (cause) {
      throw new VerificationUnavailable(null, RETRY_SECONDS, cause);
    }
  }

  private async ask(
    operator: Principal,
    refused: VerifyAnswer | null,
    credential: Credential | null,
    { ip, protocol, reply }: PayerCall,
  ): Promise<PaidAnswer> {
    await this.allowance.take(ip, reply);
    const challenge = await this.fresh(operator);
    this.plainHttp.sending(operator.mode, protocol);
    const refusal =
      refused?.reason && credential
        ? { reason: refused.reason, sentence: REASON_TEXT[refused.reason], scheme: credential.scheme }
        : null;
    return {
      status: 402,
      headers: paymentRequiredHeaders(challenge),
      body: paymentRequiredBody({ ...challenge, amountSats: challenge.priceSats }, refusal),
    };
  }

  /** Whatever keeps us from minting, the payer cannot mend it: he is told to come back. */
  private async fresh(operator: Principal): Promise<MintedChallenge> {
    try {
      const { challenge } = await this.mint.run(
        operator,
        {
          resource: PING.pathPattern,
          priceSats: PING.priceSats,
          description: PING.description,
          method: METHOD,
          maxUses: null,
          payer: null,
          bodySha256: null,
          tokenValiditySeconds: null,
          metadata: null,
        },
        null,
      );
      return challenge;
    } catch (error) {
      if (error instanceof RateLimited) throw error;
      throw new ServiceUnavailable(RETRY_SECONDS, error);
    }
  }
}
