import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AuditModule } from '@turnpike/audit';
import { ChallengesModule } from '@turnpike/challenges';
import { ConfigModule } from '@turnpike/config';
import type { Clock, Env } from '@turnpike/config';
import { DatabaseModule } from '@turnpike/database';
import { EventsModule } from '@turnpike/events';
import { MailModule } from '@turnpike/mail';
import { MembersModule } from '@turnpike/members';
import { MerchantsModule } from '@turnpike/merchants';
import { ObservabilityModule } from '@turnpike/observability';
import { ProxiesModule } from '@turnpike/proxies';
import { QueuesModule } from '@turnpike/queues';
import { RedisModule } from '@turnpike/redis';
import { SecretsModule } from '@turnpike/secrets';
import { SettlementsModule } from '@turnpike/settlements';
import { StatisticsModule } from '@turnpike/statistics';
import { WalletsModule } from '@turnpike/wallets';
import { WebhooksModule } from '@turnpike/webhooks';
import type { Job } from './job.js';
import { JobRegistry } from './job-registry.js';
import { JobRunner } from './job-runner.js';
import { CountEventsJob } from './jobs/count-events.job.js';
import { LettersJob } from './jobs/letters.job.js';
import { LookUpRoundJob } from './jobs/look-up-round.job.js';
import { LookUpTurnJob } from './jobs/look-up-turn.job.js';
import { OverdueSweepJob } from './jobs/overdue-sweep.job.js';
import { PlanUpkeepJob } from './jobs/plan-upkeep.job.js';
import { ProxyHealthJob } from './jobs/proxy-health.job.js';
import { PruneJob } from './jobs/prune.job.js';
import { ReconciliationJob } from './jobs/reconciliation.job.js';
import { ResealJob } from './jobs/reseal.job.js';
import { ReservationSweepJob } from './jobs/reservation-sweep.job.js';
import { WalletHealthJob } from './jobs/wallet-health.job.js';
import { WebhookRoundJob } from './jobs/webhook-round.job.js';
import { WebhookTurnJob } from './jobs/webhook-turn.job.js';
import { ProgressFigures } from './progress-figures.js';
import { ScheduleKeeper } from './schedule-keeper.js';

const JOB_CLASSES = [
  CountEventsJob,
  LettersJob,
  LookUpRoundJob,
  LookUpTurnJob,
  OverdueSweepJob,
  PlanUpkeepJob,
  ProxyHealthJob,
  PruneJob,
  ReconciliationJob,
  ResealJob,
  ReservationSweepJob,
  WalletHealthJob,
  WebhookRoundJob,
  WebhookTurnJob,
];

/** Everything that is done apart from requests. */
@Module({})
export class WorkerModule {
  /** The clock is the machine's unless another is given. */
  static forRoot(env: Env, clock?: Clock): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.forRoot(env, clock),
        ObservabilityModule,
        SecretsModule,
        DatabaseModule,
        RedisModule,
        QueuesModule,
        MerchantsModule,
        AuditModule,
        ChallengesModule,
        EventsModule,
        MailModule,
        MembersModule,
        ProxiesModule,
        SettlementsModule,
        StatisticsModule,
        WalletsModule,
        WebhooksModule,
      ],
      providers: [
        ...JOB_CLASSES,
        ProgressFigures,
        {
          provide: JobRegistry,
          inject: JOB_CLASSES,
          useFactory: (...jobs: Job[]) => new JobRegistry(jobs),
        },
        JobRunner,
        ScheduleKeeper,
      ],
    };
  }
}
