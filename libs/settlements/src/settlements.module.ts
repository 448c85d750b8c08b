import { Module } from '@nestjs/common';
import { ChallengesModule, ChallengeWatches, SettleChallenge } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import { Logger, Metrics } from '@turnpike/observability';
import { QueueProducer } from '@turnpike/queues';
import { PushWallets, WalletAlerts, Wallets, WalletsModule, WalletStreams } from '@turnpike/wallets';
import { LookUpRound } from './look-up-round.js';
import { LookUps } from './look-ups.js';
import { realPacing } from './pacing.js';
import { ReconcileModule } from './reconcile.module.js';
import { StreamKeeper } from './stream-keeper.js';
import { TakeHints } from './take-hints.js';
import { TakeHintsModule } from './take-hints.module.js';

/** Finding out from wallets what became of invoices. */
@Module({
  imports: [ChallengesModule, ReconcileModule, TakeHintsModule, WalletsModule],
  providers: [
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
      provide: StreamKeeper,
      inject: [
        WalletStreams,
        PushWallets,
        ChallengeWatches,
        TakeHints,
        QueueProducer,
        Clock,
        Logger,
        Metrics,
      ],
      useFactory: (
        streams: WalletStreams,
        wallets: PushWallets,
        watches: ChallengeWatches,
        hints: TakeHints,
        queues: QueueProducer,
        clock: Clock,
        logger: Logger,
        metrics: Metrics,
      ) => {
        const keeper = new StreamKeeper({
          streams,
          wallets,
          watches,
          hints,
          queues,
          clock,
          pacing: realPacing,
          logger,
        });
        metrics.gauge('streams_held', 'Streams of wallets that this process holds.', () => keeper.size);
        return keeper;
      },
    },
    {
      provide: LookUpRound,
      inject: [ChallengeWatches, Clock, LookUps],
      useFactory: (watches: ChallengeWatches, clock: Clock, lookUps: LookUps) =>
        new LookUpRound({ watches, clock }, lookUps),
    },
  ],
  exports: [LookUps, LookUpRound, ReconcileModule, StreamKeeper, TakeHintsModule],
})
export class SettlementsModule {}
