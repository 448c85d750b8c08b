import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { Invitations, Members } from '@turnpike/members';
import type { InvitationRecord, MemberRecord } from '@turnpike/members';
import type { KeysLeft, Principal } from '@turnpike/merchants';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import { PublicUrl } from '../http/public-url.js';
import { ChangeMemberDto, InviteDto } from './member-dtos.js';
import { readRevokeKeys } from './revoke-keys.js';

/** Who may sign in for a merchant. They are members in both modes, so test keys read here and change nothing. */
@Controller('api/merchant')
export class MembersController {
  constructor(
    private readonly members: Members,
    private readonly invitations: Invitations,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** The members, and who was asked to be one. */
  @Get('members')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  list(@CurrentPrincipal() { merchantId }: Principal): Promise<{
    members: readonly MemberRecord[];
    invitations: readonly InvitationRecord[];
  }> {
    return this.members.list(merchantId);
  }

  /** Gives a member another role. */
  @Patch('members/:userId')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner', liveOnly: true })
  change(
    @CurrentPrincipal() { merchantId, confirm }: Principal,
    @Param('userId') userId: string,
    @Body() { role }: ChangeMemberDto,
    @Query() query: Record<string, unknown>,
    @CurrentAuthor() by: Author,
  ): Promise<KeysLeft> {
    const change = { role, revokeKeys: readRevokeKeys(query) };
    return this.members.change(merchantId, userId, change, { by, confirm });
  }

  /** Takes a member out. */
  @Delete('members/:userId')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner', liveOnly: true })
  remove(
    @CurrentPrincipal() { merchantId, confirm }: Principal,
    @Param('userId') userId: string,
    @Query() query: Record<string, unknown>,
    @CurrentAuthor() by: Author,
  ): Promise<KeysLeft> {
    return this.members.remove(merchantId, userId, readRevokeKeys(query), { by, confirm });
  }

  /** Asks somebody to join. */
  @Post('invitations')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner', liveOnly: true })
  invite(
    @CurrentPrincipal() { merchantId, confirm }: Principal,
    @Body() { email, role }: InviteDto,
    @CurrentAuthor() by: Author,
  ): Promise<InvitationRecord> {
    const publicUrl = this.publicUrl.value;
    return this.invitations.invite(merchantId, { email, role, by, confirm, publicUrl });
  }

  /** Takes an invitation back. */
  @Delete('invitations/:id')
  @HttpCode(204)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner', liveOnly: true })
  withdraw(
    @CurrentPrincipal() { merchantId, confirm }: Principal,
    @Param('id') id: string,
    @CurrentAuthor() by: Author,
  ): Promise<void> {
    return this.invitations.withdraw(merchantId, id, { by, confirm });
  }
}
