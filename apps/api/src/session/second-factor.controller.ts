import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { Authenticators } from '@turnpike/members';
import type { KnownSession, OwnChange, SignedInUser, TotpSetUp } from '@turnpike/members';
import { Access } from '../http/access.decorator.js';
import { CurrentOwnChange } from '../http/own-change.js';
import { CurrentSession, CurrentUser } from '../http/principal.js';
import { CodeDto, PresenceDto } from './session-dtos.js';

/** The second factor of whoever is signed in. */
@Controller('api/session/totp')
export class SecondFactorController {
  constructor(private readonly authenticators: Authenticators) {}

  /** A secret for an authenticator; nothing is on before it is confirmed. */
  @Post()
  @HttpCode(200)
  @Access({ kind: 'session', limit: 'write', user: true })
  setUp(
    @CurrentUser() { userId }: SignedInUser,
    @CurrentSession() session: KnownSession,
    @Body() body: PresenceDto,
  ): Promise<TotpSetUp> {
    return this.authenticators.setUp(userId, body.toPresence(session));
  }

  /** Turns it on by a first code. */
  @Post('confirm')
  @HttpCode(200)
  @Access({ kind: 'session', limit: 'write', user: true })
  async confirm(
    @CurrentUser() { userId }: SignedInUser,
    @Body() { code }: CodeDto,
    @CurrentOwnChange() change: OwnChange,
  ): Promise<{ recoveryCodes: readonly string[] }> {
    return { recoveryCodes: await this.authenticators.confirm(userId, code, change) };
  }

  /** Turns it off by a code. */
  @Delete()
  @HttpCode(204)
  @Access({ kind: 'session', limit: 'write', user: true })
  remove(
    @CurrentUser() { userId }: SignedInUser,
    @Body() { code }: CodeDto,
    @CurrentOwnChange() change: OwnChange,
  ): Promise<void> {
    return this.authenticators.remove(userId, code, change);
  }
}
