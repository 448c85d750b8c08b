import { Module } from '@nestjs/common';
import { ChallengesModule } from '@turnpike/challenges';
import { MerchantsModule } from '@turnpike/merchants';
import { WalletsModule } from '@turnpike/wallets';
import { WebhooksModule } from '@turnpike/webhooks';
import { MerchantsController } from './merchants.controller.js';
import { OperatorDesk } from './operator-desk.js';

/** What whoever runs the instance may do. */
@Module({
  imports: [ChallengesModule, MerchantsModule, WalletsModule, WebhooksModule],
  controllers: [MerchantsController],
  providers: [OperatorDesk],
})
export class AdminModule {}
