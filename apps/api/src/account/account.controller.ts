import { Body, Controller, Get, Patch } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { Settings } from '@turnpike/merchants';
import type { MerchantSettings, Principal } from '@turnpike/merchants';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import type { AccountView, L402StatusView, SubscriptionView } from './account-view.js';
import { Account } from './account.js';
import { PatchSettingsDto } from './patch-settings.dto.js';
import { UsageOfMonth } from './usage.js';
import type { UsageView } from './usage.js';

/** A merchant's own account, in the mode of the calling key. */
@Controller('api/merchant')
export class AccountController {
  constructor(
    private readonly account: Account,
    private readonly usage: UsageOfMonth,
    private readonly settings: Settings,
  ) {}

  /** Who the merchant is, what it may use and what it still has to set up. */
  @Get('me')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  me(@CurrentPrincipal() principal: Principal): Promise<AccountView> {
    return this.account.me(principal);
  }

  /** Whether the merchant may sell. */
  @Get('l402-status')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  l402Status(@CurrentPrincipal() principal: Principal): Promise<L402StatusView> {
    return this.account.l402Status(principal);
  }

  /** Where the merchant's plan stands. */
  @Get('subscription')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  subscription(@CurrentPrincipal() principal: Principal): Promise<SubscriptionView> {
    return this.account.subscription(principal);
  }

  /** What was sold in the current calendar month. */
  @Get('usage')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  usageOfMonth(@CurrentPrincipal() principal: Principal): Promise<UsageView> {
    return this.usage.read(principal);
  }

  /** The settings of this mode. */
  @Get('settings')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  readSettings(@CurrentPrincipal() principal: Principal): Promise<MerchantSettings> {
    return this.settings.get(principal);
  }

  /** Changes the settings that are sent and answers with all of them. */
  @Patch('settings')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  patchSettings(
    @CurrentPrincipal() principal: Principal,
    @Body() body: PatchSettingsDto,
    @CurrentAuthor() by: Author,
  ): Promise<MerchantSettings> {
    return this.settings.patch(principal, body.toPatch(), by);
  }
}
