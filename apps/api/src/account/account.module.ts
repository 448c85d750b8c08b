import { Module } from '@nestjs/common';
import { ChallengesModule } from '@turnpike/challenges';
import { MerchantsModule } from '@turnpike/merchants';
import { ProxiesModule } from '@turnpike/proxies';
import { StatisticsModule } from '@turnpike/statistics';
import { WalletsModule } from '@turnpike/wallets';
import { WebhooksModule } from '@turnpike/webhooks';
import { AccountController } from './account.controller.js';
import { Account } from './account.js';
import { UsageOfMonth } from './usage.js';

/** A merchant's own account. */
@Module({
  imports: [
    ChallengesModule,
    MerchantsModule,
    ProxiesModule,
    StatisticsModule,
    WalletsModule,
    WebhooksModule,
  ],
  controllers: [AccountController],
  providers: [Account, UsageOfMonth],
})
export class AccountModule {}
