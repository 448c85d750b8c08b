import { Injectable } from '@nestjs/common';
import type { MerchantId } from '@turnpike/l402';
import { streamsSettlements, type StreamsSettlements } from '../wallet-provider.js';
import { ConnectionRepository } from './connection.repository.js';
import { OpenWallets } from './open-wallets.js';

/** The wallets that tell of payments as they happen. */
@Injectable()
export class PushWallets {
  constructor(
    private readonly connections: ConnectionRepository,
    private readonly open: OpenWallets,
  ) {}

  /** The wallet of a connection, if it has that power; null if it has not, or is gone. Throws `CredentialInvalid`. */
  async find(merchantId: MerchantId, connectionId: string): Promise<StreamsSettlements | null> {
    const connection = await this.connections.find(merchantId, connectionId);
    if (connection === null) return null;
    const { powers } = this.open.walletOf(merchantId, connection);
    return streamsSettlements(powers) ? powers : null;
  }
}
