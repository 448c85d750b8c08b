import { Module } from '@nestjs/common';
import { MembersModule } from '@turnpike/members';
import { SessionRoutesModule } from '../session/session-routes.module.js';
import { InvitationsController } from './invitations.controller.js';
import { MembersController } from './members.controller.js';

/** Who may sign in for a merchant. */
@Module({
  imports: [MembersModule, SessionRoutesModule],
  controllers: [MembersController, InvitationsController],
})
export class MemberRoutesModule {}
