import { Injectable } from '@nestjs/common';
import { limits } from '@turnpike/config';
import { Logger } from '@turnpike/observability';
import { callWithin } from '../call-within.js';
import { Deadline } from '../deadline.js';
import type { GuardedWallet } from '../guarded-wallet.js';
import { registersWebhook } from '../wallet-provider.js';

/**
 * Tells wallets where to send their notices, and to send no more, where they can be told. A failure is in the log and
 * stops nothing: without notices payments are found by looking.
 */
@Injectable()
export class WebhookRegistration {
  constructor(private readonly logger: Logger) {}

  /** False if the wallet can be told and could not be. */
  async register(wallet: GuardedWallet, connectionId: string): Promise<boolean> {
    const { powers } = wallet;
    if (!registersWebhook(powers)) return true;
    try {
      await callWithin(Deadline.in(limits.walletCheckMillis), limits.walletCheckMillis, (call) =>
        powers.registerWebhook(call),
      );
      return true;
    } catch (error) {
      this.logger.warn({ err: error, connectionId }, 'a wallet could not be told where to send its notices');
      return false;
    }
  }

  /** Ends what `register` began. */
  async unregister(wallet: GuardedWallet, connectionId: string): Promise<void> {
    const { powers } = wallet;
    if (!registersWebhook(powers)) return;
    try {
      await callWithin(Deadline.in(limits.walletCallMillis), limits.walletCallMillis, (call) =>
        powers.unregisterWebhook(call),
      );
    } catch (error) {
      this.logger.warn({ err: error, connectionId }, 'a wallet still sends us notices');
    }
  }
}
