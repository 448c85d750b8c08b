import { type Credential, paidHeaders } from '@turnpike/http402';
import { Injectable } from '@nestjs/common';
import { type FastifyReply } from 'fastify';

import { ChallengeAllowance } from './challenge-allowance.js';
import { PING } from './price-list.js';
import { Till } from './till.js';

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

const SALE = {
  resource: PING.pathPattern,
  priceSats: PING.priceSats,
  minAmountSats: PING.priceSats,
  description: PING.description,
  method: 'GET',
  payer: null,
  tokenValiditySeconds: null,
} as const;

/** The 1-sat ping: a paid route of the instance's own, to try a client on. */
@Injectable()
export class Ping {
  constructor(
    private readonly till: Till,
    private readonly allowance: ChallengeAllowance,
  ) {}

  /** Admits a good credential, else asks for payment; problems as the till has them. */
  async answer(credential: Credential | null, { ip, protocol, reply }: PayerCall): Promise<PaidAnswer> {
    const outcome = await this.till.take(SALE, credential, {
      protocol,
      beforeAsking: () => this.allowance.take(ip, reply),
    });
    if ('asked' in outcome) return { status: 402, ...outcome.asked };
    return {
      status: 200,
      headers: [...paidHeaders(outcome.paid.mppReceipt), ['Content-Type', 'text/plain']],
      body: 'pong',
    };
  }
}
