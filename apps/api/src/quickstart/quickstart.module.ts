import { Module } from '@nestjs/common';
import { ChallengesModule } from '@turnpike/challenges';
import { MerchantsModule } from '@turnpike/merchants';
import { ProxiesModule } from '@turnpike/proxies';
import { StatisticsModule } from '@turnpike/statistics';
import { WalletsModule } from '@turnpike/wallets';
import { WebhooksModule } from '@turnpike/webhooks';
import { OptionalSteps } from './optional-steps.js';
import { QuickstartController } from './quickstart.controller.js';
import { Quickstart } from './quickstart.js';

/** The route that tells how far a merchant has come. */
@Module({
  imports: [
    ChallengesModule,
    MerchantsModule,
    ProxiesModule,
    StatisticsModule,
    WalletsModule,
    WebhooksModule,
  ],
  controllers: [QuickstartController],
  providers: [OptionalSteps, Quickstart],
})
export class QuickstartModule {}
