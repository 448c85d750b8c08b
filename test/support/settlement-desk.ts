import { ChallengeWatches, SettleChallenge, type Settlement } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import { Logger } from '@turnpike/observability';
import { LookUpRound, LookUps } from '@turnpike/settlements';
import { WalletAlerts, Wallets } from '@turnpike/wallets';

import { type SandboxShop } from './sandbox-shop.js';

/** The worker's part of a shop: asks the sandbox when told to, or puts a word on record as if a wallet had said it. */
export class SettlementDesk {
  private readonly lookUps: LookUps;
  private readonly round: LookUpRound;

  constructor(private readonly shop: SandboxShop) {
    const { app } = shop.api;
    const parts = {
      watches: app.get(ChallengeWatches, { strict: false }),
      settle: app.get(SettleChallenge, { strict: false }),
      wallets: app.get(Wallets, { strict: false }),
      alerts: app.get(WalletAlerts, { strict: false }),
      clock: app.get(Clock, { strict: false }),
      logger: app.get(Logger, { strict: false }),
    };
    this.lookUps = new LookUps(parts);
    this.round = new LookUpRound(parts, this.lookUps);
  }

  /** Asks the wallet about everything that is due; gives how many were asked about. */
  async look(): Promise<number> {
    const taken = await this.round.run();
    await this.lookUps.idle();
    return taken;
  }

  /** Puts a word on record. */
  async say(paymentHash: string, word: Settlement): Promise<void> {
    const { rows } = await this.shop.pool.query<{ key: string }>({
      text: `SELECT replace(key::text, '-', '') AS key FROM challenge WHERE payment_hash = decode($1, 'hex')`,
      values: [paymentHash],
    });
    const { app, clock } = this.shop.api;
    const settle = app.get(SettleChallenge, { strict: false });
    await settle.run({ ...this.shop.tenant, key: rows[0]?.key ?? '' }, word, clock.now());
  }
}
