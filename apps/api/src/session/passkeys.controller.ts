import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { Passkeys, Sessions, SignInWithPasskey } from '@turnpike/members';
import type { KnownSession, OwnChange, PasskeyRecord, SignedInUser, Visitor } from '@turnpike/members';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.decorator.js';
import { CurrentOwnChange } from '../http/own-change.js';
import { CurrentSession, CurrentUser } from '../http/principal.js';
import { PublicUrl } from '../http/public-url.js';
import { SessionCookie } from '../http/session-cookie.js';
import { CurrentVisitor } from '../http/visitor.js';
import { NewPasskeyDto, PasskeyDto, PresenceDto } from './session-dtos.js';
import { SessionDesk } from './session-desk.js';
import type { SignedInView } from './session-desk.js';

/** Passkeys: those of whoever is signed in, and signing in by one. */
@Controller('api/session')
export class PasskeysController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly signingIn: SignInWithPasskey,
    private readonly sessions: Sessions,
    private readonly desk: SessionDesk,
    private readonly cookie: SessionCookie,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** One's passkeys. */
  @Get('passkeys')
  @Access({ kind: 'session', limit: 'read', user: true })
  async list(@CurrentUser() { userId }: SignedInUser): Promise<{ passkeys: readonly PasskeyRecord[] }> {
    return { passkeys: await this.passkeys.list(userId) };
  }

  /** What the browser needs to make one. */
  @Post('passkeys/options')
  @HttpCode(200)
  @Access({ kind: 'session', limit: 'write', user: true })
  options(
    @CurrentUser() user: SignedInUser,
    @CurrentSession() session: KnownSession,
    @Body() body: PresenceDto,
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return this.passkeys.options(user, body.toPresence(session), this.publicUrl.value);
  }

  /** Adds what the browser has made. */
  @Post('passkeys')
  @Access({ kind: 'session', limit: 'write', user: true })
  add(
    @CurrentUser() user: SignedInUser,
    @Body() body: NewPasskeyDto,
    @CurrentOwnChange() change: OwnChange,
  ): Promise<PasskeyRecord> {
    const { response, label } = body;
    return this.passkeys.add(user, { response, label: label ?? null }, this.publicUrl.value, change);
  }

  /** Takes one away. */
  @Delete('passkeys/:id')
  @HttpCode(204)
  @Access({ kind: 'session', limit: 'write', user: true })
  remove(
    @CurrentUser() user: SignedInUser,
    @CurrentSession() session: KnownSession,
    @Param('id') id: string,
    @Body() body: PresenceDto,
    @CurrentOwnChange() change: OwnChange,
  ): Promise<void> {
    return this.passkeys.remove(user, id, body.toPresence(session), change);
  }

  /** What the browser needs to sign in by one. */
  @Post('passkey/options')
  @HttpCode(200)
  @Access({ kind: 'public', limit: 'publicRead', ownOrigin: true })
  signInOptions(@CurrentVisitor() visitor: Visitor): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.signingIn.options(this.publicUrl.value, visitor);
  }

  /** Signs in by one, under a new session; the one that the browser had ends. */
  @Post('passkey')
  @HttpCode(200)
  @Access({ kind: 'public', limit: 'publicRead', ownOrigin: true })
  async signIn(
    @Body() { response }: PasskeyDto,
    @CurrentVisitor() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInView> {
    const opened = await this.signingIn.run(response, this.publicUrl.value, visitor);
    await this.sessions.end(this.cookie.of(request, 'tp_session') ?? '');
    return this.desk.enter(opened, reply);
  }
}
