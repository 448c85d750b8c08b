import { Body, Controller, Put } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import type { Principal } from '@turnpike/merchants';
import { ConnectPrimary, WalletConnections } from '@turnpike/wallets';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import { liveMerchant } from './live-merchant.js';
import { PutNwcConnectionDto } from './put-nwc-connection.dto.js';
import { PutOpenNodeKeyDto } from './put-opennode-key.dto.js';
import { PutPaymentProviderDto } from './put-payment-provider.dto.js';

/** The answer of these routes. */
interface Done {
  readonly success: true;
}

/** The routes by which published clients connect a wallet; each makes one the primary wallet, and repeating one changes nothing. */
@Controller('api/merchant')
export class PaymentProviderController {
  constructor(
    private readonly primary: ConnectPrimary,
    private readonly connections: WalletConnections,
  ) {}

  /** Connects a wallet over Nostr Wallet Connect. */
  @Put('nwc-connection')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner' })
  async putNwcConnection(
    @CurrentPrincipal() principal: Principal,
    @Body() body: PutNwcConnectionDto,
    @CurrentAuthor() by: Author,
  ): Promise<Done> {
    await this.primary.run(liveMerchant(principal), body.toWish(), by);
    return { success: true };
  }

  /** Connects an account at OpenNode. */
  @Put('opennode-key')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner' })
  async putOpenNodeKey(
    @CurrentPrincipal() principal: Principal,
    @Body() body: PutOpenNodeKeyDto,
    @CurrentAuthor() by: Author,
  ): Promise<Done> {
    await this.primary.run(liveMerchant(principal), body.toWish(), by);
    return { success: true };
  }

  /** Makes the newest wallet of a kind the primary one. */
  @Put('payment-provider')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner' })
  async putPaymentProvider(
    @CurrentPrincipal() principal: Principal,
    @Body() { provider }: PutPaymentProviderDto,
    @CurrentAuthor() by: Author,
  ): Promise<Done> {
    await this.connections.makePrimary(liveMerchant(principal), provider, by);
    return { success: true };
  }
}
