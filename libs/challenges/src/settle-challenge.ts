import { type Tenant } from '@turnpike/l402';
import { HotPool } from '@turnpike/database';
import { Injectable } from '@nestjs/common';

import { type Settlement } from './settlement.js';
import { SettleRepository } from './settle.repository.js';

/** What the wallet says of a payment. */
export interface SettlementReceipt {
  /** Absent where it does not say. */
  readonly receivedMsat?: bigint;
  readonly via: 'lightning' | 'internal' | 'onchain';
  /** When it arrived; absent where the wallet does not say, or cannot be right: then it is when we learned of it. */
  readonly settledAt?: Date;
}

/**
 * Records the wallet's word. First to learn wins: one conditional update, with the events in the same transaction.
 * `settled` is stored once and never withdrawn; `expired` and `unknown` may still become `settled`.
 */
@Injectable()
export class SettleChallenge {
  private readonly repository: SettleRepository;

  constructor(pool: HotPool) {
    this.repository = new SettleRepository(pool);
  }

  /** True if this call changed what is on record. `key` is 32 hex digits; the receipt goes with `settled`. */
  run(
    challenge: Tenant & { readonly key: string },
    word: Settlement,
    now: Date,
    receipt: SettlementReceipt | null = null,
  ): Promise<boolean> {
    const { merchantId, mode, key } = challenge;
    return this.repository.record({ merchantId, mode }, key, word, now, receipt);
  }
}
