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
import { InternalError, RateLimited, ServiceUnavailable, VerificationUnavailable } from '@turnpike/problems';
import { Injectable } from '@nestjs/common';

import { PING } from './price-list.js';

/** What the payer is answered. */
export interface PaidAnswer {
  readonly status: 200 | 402;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | object;
}

const RETRY_SECONDS = 2;
const METHOD = 'GET';

/** The 1-sat ping: a paid route of the instance's own, to try a client on. */
@Injectable()
export class Ping {
  constructor(
    private readonly mint: MintChallenge,
    private readonly verify: VerifyCredential,
  ) {}

  /**
   * Admits a good credential, else asks for payment. A payer who may have paid already gets `VerificationUnavailable`
   * (503) and no challenge, so that nobody pays twice.
   */
  async answer(operator: Principal, credential: Credential | null): Promise<PaidAnswer> {
    if (credential === null) return this.ask(operator, null, null);
    const verdict = await this.judge(operator, credential);
    if (verdict.valid) {
      return {
        status: 200,
        headers: [
          ['Cache-Control', 'private'],
          ['Content-Type', 'text/plain'],
        ],
        body: 'pong',
      };
    }
    const answer = answerForReason(verdict.reason, {
      scheme: credential.scheme,
      missing: verdict.missing ?? null,
      minted: ['method'],
    });
    if (answer.status === 503) throw new VerificationUnavailable(verdict.reason, RETRY_SECONDS);
    if (answer.status === 500) throw new InternalError();
    return this.ask(operator, verdict, credential);
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
  ): Promise<PaidAnswer> {
    const challenge = await this.fresh(operator);
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
