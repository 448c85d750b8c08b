import { Injectable } from '@nestjs/common';
import { limits } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { callWithin } from '../call-within.js';
import { Deadline } from '../deadline.js';
import { listsPayments, type PaymentListing } from '../wallet-provider.js';
import { ConnectionRepository } from './connection.repository.js';
import { OpenWallets } from './open-wallets.js';

/** Wallets' own lists of what they received. */
@Injectable()
export class PaymentLists {
  constructor(
    private readonly connections: ConnectionRepository,
    private readonly open: OpenWallets,
  ) {}

  /** What a wallet received in that time; null if it keeps no list, or is gone. Throws a `WalletError` if it gives no answer. */
  async read(
    merchantId: MerchantId,
    connectionId: string,
    from: Date,
    to: Date,
  ): Promise<PaymentListing | null> {
    const connection = await this.connections.find(merchantId, connectionId);
    if (connection === null) return null;
    const { powers } = this.open.walletOf(merchantId, connection);
    if (!listsPayments(powers)) return null;
    const millis = limits.walletCheckMillis;
    return callWithin(Deadline.in(millis), millis, (call) => powers.listPayments(from, to, call));
  }
}
