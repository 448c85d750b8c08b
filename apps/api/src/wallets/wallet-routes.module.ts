import { Module } from '@nestjs/common';
import { WalletsModule } from '@turnpike/wallets';
import { PaymentProviderController } from './payment-provider.controller.js';
import { WalletsController } from './wallets.controller.js';

/** A merchant's wallets over HTTP. */
@Module({ imports: [WalletsModule], controllers: [WalletsController, PaymentProviderController] })
export class WalletRoutesModule {}
