import { type Credential, PAID_HEADERS } from '@turnpike/http402';
import { Injectable } from '@nestjs/common';

import { PING } from './price-list.js';
import { type PaidAnswer, type PayerCall, Till, type Ware } from './till.js';

const WARE: Ware = {
  resource: PING.pathPattern,
  priceSats: PING.priceSats,
  description: PING.description,
  method: 'GET',
  tokenValiditySeconds: null,
};

/** The 1-sat ping: a paid route of the instance's own, to try a client on. */
@Injectable()
export class Ping {
  constructor(private readonly till: Till) {}

  /** Admits a good credential, else asks for payment, as `Till` does; `NotFound` where the instance sells nothing. */
  async answer(credential: Credential | null, call: PayerCall): Promise<PaidAnswer> {
    const seller = await this.till.seller(credential !== null);
    if (credential === null) return this.till.ask(seller, WARE, null, call);
    const verdict = await this.till.judge(seller, WARE, credential);
    if (verdict.valid) {
      return { status: 200, headers: [...PAID_HEADERS, ['Content-Type', 'text/plain']], body: 'pong' };
    }
    this.till.requireAskable(verdict, credential);
    return this.till.ask(seller, WARE, { verdict, credential }, call);
  }
}
