import { Injectable } from '@nestjs/common';
import { Clock, limits } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { strangeInvoice } from '../creation-gate.js';
import { Deadline } from '../deadline.js';
import { forEachBounded } from '../for-each-bounded.js';
import { walletBounds } from '../wallet-bounds.js';
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

  /** Asks a bounded number, some at a time, so that those which hang keep the others waiting for little; returns how many. */
  async run(signal: AbortSignal): Promise<number> {
    let asked = 0;
    await forEachBounded(
      await this.health.unseen(),
      walletBounds.healthChecksAtATime,
      async ({ merchantId, id }) => {
        if (signal.aborted) return;
        const origin = { merchantId: merchantId as MerchantId, mode: 'live', connectionId: id } as const;
        const strange = strangeInvoice(this.clock.now());
        try {
          await this.wallets.lookUp(origin, [strange], Deadline.in(limits.walletLookUpMillis));
        } catch (error) {
          if (!(error instanceof WalletError)) throw error;
          this.logger.debug({ err: error, connectionId: id }, 'a wallet did not answer a check');
        }
        asked += 1;
      },
    );
    return asked;
  }
}
