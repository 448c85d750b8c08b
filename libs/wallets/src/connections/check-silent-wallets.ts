import { Injectable } from '@nestjs/common';
import { Clock, limits } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { strangeInvoice } from '../creation-gate.js';
import { Deadline } from '../deadline.js';
import { WalletError } from '../wallet-errors.js';
import { Wallets } from '../wallets.js';
import { WalletHealth } from './wallet-health.js';

/** Asks wallets that nobody asked anything for minutes about an invoice that no wallet has: the least that shows them well. */
@Injectable()
export class CheckSilentWallets {
  constructor(
    private readonly health: WalletHealth,
    private readonly wallets: Wallets,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Asks a bounded number, one after the other; returns how many. What they answer is noted on the way. */
  async run(signal: AbortSignal): Promise<number> {
    let asked = 0;
    for (const { merchantId, id } of await this.health.unseen()) {
      if (signal.aborted) break;
      const origin = { merchantId: merchantId as MerchantId, mode: 'live', connectionId: id } as const;
      const strange = strangeInvoice(this.clock.now());
      try {
        await this.wallets.lookUp(origin, [strange], Deadline.in(limits.walletLookUpMillis));
      } catch (error) {
        if (!(error instanceof WalletError)) throw error;
        this.logger.debug({ err: error, connectionId: id }, 'a wallet did not answer a check');
      }
      asked += 1;
    }
    return asked;
  }
}
