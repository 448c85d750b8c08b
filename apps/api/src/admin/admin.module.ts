import { Module } from '@nestjs/common';
import { ChallengesModule } from '@turnpike/challenges';
import { MailModule } from '@turnpike/mail';
import { MembersModule } from '@turnpike/members';
import { MerchantsModule } from '@turnpike/merchants';
import { WalletsModule } from '@turnpike/wallets';
import { WebhooksModule } from '@turnpike/webhooks';
import { MailsController } from './mails.controller.js';
import { MerchantsController } from './merchants.controller.js';
import { OperatorDesk } from './operator-desk.js';

/** What whoever runs the instance may do. */
@Module({
  imports: [ChallengesModule, MailModule, MembersModule, MerchantsModule, WalletsModule, WebhooksModule],
  controllers: [MailsController, MerchantsController],
  providers: [OperatorDesk],
})
export class AdminModule {}
