import { Module } from '@nestjs/common';
import { ChallengesModule, ChallengeWatches, SettleChallenge } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import { Logger, Metrics } from '@turnpike/observability';
import { WalletAlerts, Wallets, WalletsModule } from '@turnpike/wallets';
import { LookUpRound } from './look-up-round.js';
import { LookUps } from './look-ups.js';
import { TakeHints } from './take-hints.js';

/** Finding out from wallets what became of invoices. */
@Module({
  imports: [ChallengesModule, WalletsModule],
  providers: [
    TakeHints,
    {
      provide: LookUps,
      inject: [ChallengeWatches, SettleChallenge, Wallets, WalletAlerts, Clock, Logger, Metrics],
      useFactory: (
        watches: ChallengeWatches,
        settle: SettleChallenge,
        wallets: Wallets,
        alerts: WalletAlerts,
        clock: Clock,
        logger: Logger,
        metrics: Metrics,
      ) => {
        const lookUps = new LookUps({ watches, settle, wallets, alerts, clock, logger });
        metrics.gauge('look_ups_waiting', 'Challenges waiting for their look-up.', () => lookUps.size);
        return lookUps;
      },
    },
    {
      provide: LookUpRound,
      inject: [ChallengeWatches, Clock, LookUps],
      useFactory: (watches: ChallengeWatches, clock: Clock, lookUps: LookUps) =>
        new LookUpRound({ watches, clock }, lookUps),
    },
  ],
  exports: [LookUps, LookUpRound, TakeHints],
})
export class SettlementsModule {}
