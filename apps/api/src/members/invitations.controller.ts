import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { AcceptInvitation, Sessions } from '@turnpike/members';
import type { Visitor } from '@turnpike/members';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.decorator.js';
import { SessionCookie } from '../http/session-cookie.js';
import { CurrentVisitor } from '../http/visitor.js';
import { SessionDesk } from '../session/session-desk.js';
import type { SignedInView } from '../session/session-desk.js';
import { AcceptInvitationDto } from './member-dtos.js';

/** Joining a merchant. */
@Controller('api/invitations')
export class InvitationsController {
  constructor(
    private readonly accepting: AcceptInvitation,
    private readonly sessions: Sessions,
    private readonly desk: SessionDesk,
    private readonly cookie: SessionCookie,
  ) {}

  /** Joins by the link of a letter; signs in to an account that is made by it. */
  @Post('accept')
  @HttpCode(200)
  @Access({ kind: 'public', limit: 'publicRead', ownOrigin: true })
  async accept(
    @Body() body: AcceptInvitationDto,
    @CurrentVisitor() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInView> {
    const token = this.cookie.of(request, 'tp_session') ?? '';
    const joined = await this.accepting.run(body.toAcceptance(await this.sessions.of(token, true)), visitor);
    if ('session' in joined) {
      const { merchantId, expiresAt } = joined.session;
      return { merchantId, expiresAt };
    }
    await this.sessions.end(token);
    return this.desk.enter(joined.opened, reply);
  }
}
