import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ChangePassword, ResetPassword } from '@turnpike/members';
import type { KnownSession, OwnChange, SignedInUser, Visitor } from '@turnpike/members';
import { Access } from '../http/access.decorator.js';
import { CurrentOwnChange } from '../http/own-change.js';
import { CurrentSession, CurrentUser } from '../http/principal.js';
import { PublicUrl } from '../http/public-url.js';
import { CurrentVisitor } from '../http/visitor.js';
import { ChangePasswordDto, ResetPasswordDto } from './session-dtos.js';

/** Passwords. */
@Controller('api/session')
export class PasswordController {
  constructor(
    private readonly changing: ChangePassword,
    private readonly resetting: ResetPassword,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** Changes one's password, or sets a first one; all other sessions end. */
  @Post('password')
  @HttpCode(204)
  @Access({ kind: 'session', limit: 'write', user: true })
  change(
    @Body() body: ChangePasswordDto,
    @CurrentUser() { userId }: SignedInUser,
    @CurrentSession() { createdAt: signedInAt }: KnownSession,
    @CurrentOwnChange() change: OwnChange,
  ): Promise<void> {
    const { currentPassword = null, newPassword, code = null } = body;
    return this.changing.run({
      ...change,
      userId,
      signedInAt,
      currentPassword,
      newPassword,
      code,
    });
  }

  /** Sets a password by a one-time link; all sessions end. */
  @Post('reset')
  @HttpCode(204)
  @Access({ kind: 'public', limit: 'publicRead', ownOrigin: true })
  reset(@Body() { token, newPassword }: ResetPasswordDto, @CurrentVisitor() visitor: Visitor): Promise<void> {
    return this.resetting.run({ token, newPassword, publicUrl: this.publicUrl.value }, visitor);
  }
}
