import { Module } from '@nestjs/common';
import { MailModule } from '@turnpike/mail';
import { MembersModule } from '@turnpike/members';
import { ProxiesModule } from '@turnpike/proxies';
import { WalletsModule } from '@turnpike/wallets';
import { WebhooksModule } from '@turnpike/webhooks';
import { InstanceController } from './instance.controller.js';
import { ReadInstance } from './read-instance.js';

/** The instance itself over HTTP. */
@Module({
  imports: [MailModule, MembersModule, ProxiesModule, WalletsModule, WebhooksModule],
  controllers: [InstanceController],
  providers: [ReadInstance],
})
export class InstanceModule {}
