import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { parseMerchantId } from '@turnpike/l402';
import { RequestLink, Sessions, SignInWithKey, SignInWithLink, SignInWithPassword } from '@turnpike/members';
import type {
  KnownSession,
  ListedSession,
  OpenedSession,
  OwnChange,
  SignedInUser,
  Visitor,
} from '@turnpike/members';
import { MissingSession, NotFound } from '@turnpike/problems';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.decorator.js';
import { CurrentOwnChange } from '../http/own-change.js';
import { CurrentSession, CurrentUser } from '../http/principal.js';
import { PublicUrl } from '../http/public-url.js';
import { SessionCookie } from '../http/session-cookie.js';
import { CurrentVisitor } from '../http/visitor.js';
import { LinkDto, LookAtDto } from './session-dtos.js';
import { SessionDesk } from './session-desk.js';
import type { SessionView, SignedInView } from './session-desk.js';
import { SignInDto } from './sign-in.dto.js';
import type { SignInWay } from './sign-in.dto.js';

/** Signing in and out, and what one is signed in as. */
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly desk: SessionDesk,
    private readonly cookie: SessionCookie,
    private readonly sessions: Sessions,
    private readonly byKey: SignInWithKey,
    private readonly byLink: SignInWithLink,
    private readonly byPassword: SignInWithPassword,
    private readonly links: RequestLink,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** Signs in, always under a new session; the one that the browser had ends. */
  @Post()
  @HttpCode(200)
  @Access({ kind: 'public', limit: 'publicRead', ownOrigin: true })
  async signIn(
    @Body() body: SignInDto,
    @CurrentVisitor() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInView> {
    const opened = await this.open(body.toWay(), visitor, request);
    await this.sessions.end(this.cookie.of(request, 'tp_session') ?? '');
    return this.desk.enter(opened, reply);
  }

  /** Who is signed in, as what, and for whom else they could be. */
  @Get()
  @Access({ kind: 'session', limit: 'read' })
  view(@CurrentSession() session: KnownSession): Promise<SessionView> {
    return this.desk.view(session);
  }

  /** Signs out. */
  @Delete()
  @HttpCode(204)
  @Access({ kind: 'session', limit: 'write' })
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.end(this.cookie.of(request, 'tp_session') ?? '');
    this.desk.leave(reply);
  }

  /** Mails a one-time link, if there is whom to mail it; the answer does not tell. */
  @Post('link')
  @HttpCode(202)
  @Access({ kind: 'public', limit: 'publicRead', ownOrigin: true })
  async mailLink(@Body() { email, purpose }: LinkDto, @CurrentVisitor() visitor: Visitor): Promise<void> {
    const publicUrl = this.publicUrl.value;
    await this.links.run({ email, purpose: purpose ?? 'sign_in', publicUrl }, visitor);
  }

  /** Looks at another merchant of one's own. */
  @Post('merchant')
  @HttpCode(200)
  @Access({ kind: 'session', limit: 'write' })
  async lookAt(
    @Body() body: LookAtDto,
    @CurrentSession() session: KnownSession,
    @Req() request: FastifyRequest,
  ): Promise<SessionView> {
    const merchantId = parseMerchantId(body.merchantId);
    if (merchantId === null) throw new NotFound('Merchant');
    await this.sessions.lookAt(session, merchantId);
    const now = await this.sessions.of(this.cookie.of(request, 'tp_session') ?? '', true);
    if (now === null) throw new MissingSession();
    return this.desk.view(now);
  }

  /** The sessions of whoever is signed in. */
  @Get('all')
  @Access({ kind: 'session', limit: 'read', user: true })
  async list(
    @CurrentUser() user: SignedInUser,
    @CurrentSession() { id }: KnownSession,
  ): Promise<{ sessions: readonly (ListedSession & { current: boolean })[] }> {
    const sessions = await this.sessions.list(user.userId);
    return { sessions: sessions.map((one) => ({ ...one, current: one.id === id })) };
  }

  /** Ends one of them. */
  @Delete('all/:id')
  @HttpCode(204)
  @Access({ kind: 'session', limit: 'write', user: true })
  endOne(
    @CurrentUser() user: SignedInUser,
    @Param('id') id: string,
    @CurrentOwnChange() change: OwnChange,
  ): Promise<void> {
    return this.sessions.endOne(user.userId, id, change);
  }

  private async open(way: SignInWay, visitor: Visitor, request: FastifyRequest): Promise<OpenedSession> {
    switch (way.by) {
      case 'key':
        return this.byKey.run(way.apiKey, visitor);
      case 'link': {
        const session = await this.sessions.of(this.cookie.of(request, 'tp_session') ?? '', true);
        return this.byLink.run({ ...way, binding: this.cookie.of(request, 'tp_signup'), session }, visitor);
      }
      case 'password':
        return this.byPassword.run(way, visitor);
    }
  }
}
