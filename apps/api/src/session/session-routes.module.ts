import { Module } from '@nestjs/common';
import { MembersModule } from '@turnpike/members';
import { PasskeysController } from './passkeys.controller.js';
import { PasswordController } from './password.controller.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SessionDesk } from './session-desk.js';
import { SessionController } from './session.controller.js';

/** Signing in. */
@Module({
  imports: [MembersModule],
  controllers: [SessionController, PasswordController, SecondFactorController, PasskeysController],
  providers: [SessionDesk],
  exports: [SessionDesk],
})
export class SessionRoutesModule {}
