import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import type { Principal } from '@turnpike/merchants';
import { ConnectWallet, WalletAlerts, WalletConnections } from '@turnpike/wallets';
import type { ConnectionView, WalletAlert } from '@turnpike/wallets';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import { ChangeWalletDto } from './change-wallet.dto.js';
import { ConnectWalletDto } from './connect-wallet.dto.js';
import { liveMerchant } from './live-merchant.js';

/** The answer of `GET /api/merchant/wallets`. */
interface WalletList {
  readonly wallets: readonly ConnectionView[];
  readonly alerts: readonly WalletAlert[];
}

/** A merchant's wallets. They exist in live mode; credentials go in and never come out. */
@Controller('api/merchant/wallets')
export class WalletsController {
  constructor(
    private readonly connections: WalletConnections,
    private readonly connect: ConnectWallet,
    private readonly alerts: WalletAlerts,
  ) {}

  /** All wallets, the primary one first, and what their merchant should look at. */
  @Get()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  async list(@CurrentPrincipal() { merchantId, mode }: Principal): Promise<WalletList> {
    if (mode === 'test') return { wallets: [], alerts: [] };
    const [wallets, alerts] = await Promise.all([
      this.connections.list(merchantId),
      this.alerts.list(merchantId),
    ]);
    return { wallets, alerts };
  }

  /** Connects a wallet that has passed its probe. */
  @Post()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner' })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: ConnectWalletDto,
    @CurrentAuthor() by: Author,
  ): Promise<ConnectionView> {
    return this.connect.run(liveMerchant(principal), body.toWish(), by);
  }

  /** Tries a wallet out again. */
  @Post(':id/check')
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner' })
  async check(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @CurrentAuthor() by: Author,
  ): Promise<ConnectionView> {
    return this.connections.check(liveMerchant(principal), id, by);
  }

  /** Changes label and role; a role leaves the wallet that had it. */
  @Patch(':id')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner' })
  async change(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Body() body: ChangeWalletDto,
    @CurrentAuthor() by: Author,
  ): Promise<ConnectionView> {
    return this.connections.change(liveMerchant(principal), id, body.toPatch(), by);
  }

  /** Removes a wallet that is not the primary one. */
  @Delete(':id')
  @HttpCode(204)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner' })
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @CurrentAuthor() by: Author,
  ): Promise<void> {
    await this.connections.remove(liveMerchant(principal), id, by);
  }
}
