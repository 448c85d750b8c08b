import { Module } from '@nestjs/common';
import { MailModule } from '@turnpike/mail';
import { WalletsModule } from '@turnpike/wallets';
import { InstanceController } from './instance.controller.js';
import { ReadInstance } from './read-instance.js';

/** The instance itself over HTTP. */
@Module({
  imports: [MailModule, WalletsModule],
  controllers: [InstanceController],
  providers: [ReadInstance],
})
export class InstanceModule {}
