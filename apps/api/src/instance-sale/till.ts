import type { Credential } from '@turnpike/http402';
import type { Principal } from '@turnpike/merchants';
import { NotFound, VerificationUnavailable } from '@turnpike/problems';
import { type ChargeOutcome, ChargePayer, type PaidRequest } from '@turnpike/proxies';
import { Injectable } from '@nestjs/common';

import { Operator } from './operator.js';
import { PlainHttpWarning } from './plain-http-warning.js';

/** What the instance sells to a caller: the terms of a challenge, and what a credential for it must be worth at least. */
export type Sale = Omit<PaidRequest, 'maxUses' | 'metadata' | 'reserveSeconds'>;

/** Over what the caller asks, and what must allow a new challenge for him. */
export interface SaleCall {
  readonly protocol: string;
  readonly beforeAsking: () => Promise<void>;
}

const RETRY_SECONDS = 2;

/** Sells what is the instance's own, on the wallet of the merchant who sells for it. */
@Injectable()
export class Till {
  constructor(
    private readonly operator: Operator,
    private readonly charging: ChargePayer,
    private readonly plainHttp: PlainHttpWarning,
  ) {}

  /** Admits a good credential, else asks for payment, as `ChargePayer` does; `NotFound` where the instance sells nothing. */
  async take(
    sale: Sale,
    credential: Credential | null,
    { protocol, beforeAsking }: SaleCall,
  ): Promise<ChargeOutcome> {
    const operator = await this.seller(credential !== null);
    const request = { ...sale, maxUses: null, metadata: null, reserveSeconds: null };
    const call = { alsoSent: () => [], beforeAsking };
    const outcome = await this.charging.run(operator, request, credential, call);
    if ('asked' in outcome) this.plainHttp.sending(operator.mode, protocol);
    return outcome;
  }

  private async seller(mayHavePaid: boolean): Promise<Principal> {
    const operator = await this.operator.principal().catch((cause: unknown) => {
      throw mayHavePaid ? new VerificationUnavailable(null, RETRY_SECONDS, cause) : cause;
    });
    if (operator === null) throw new NotFound();
    return operator;
  }
}
