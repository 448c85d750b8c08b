import { MailModule } from '@turnpike/mail';
import { MembersModule } from '@turnpike/members';
import { MerchantsModule } from '@turnpike/merchants';
import { Module } from '@nestjs/common';

import { InstanceSaleModule } from '../instance-sale/instance-sale.module.js';
import { SessionRoutesModule } from '../session/session-routes.module.js';
import { PaidSignUpController } from './paid-sign-up.controller.js';
import { SignUpController } from './sign-up.controller.js';

/** Becoming a merchant without the operator. */
@Module({
  imports: [InstanceSaleModule, MailModule, MembersModule, MerchantsModule, SessionRoutesModule],
  controllers: [SignUpController, PaidSignUpController],
})
export class SignUpRoutesModule {}
