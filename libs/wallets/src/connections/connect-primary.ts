import { Injectable } from '@nestjs/common';
import { SYSTEM, type Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { ProviderRegistry } from '../provider-registry.js';
import { ConnectWallet } from './connect-wallet.js';
import { ConnectionDeskRepository } from './connection-desk.repository.js';
import { OpenWallets } from './open-wallets.js';
import { readCredentials, type MemberNaming } from './read-credentials.js';
import { findSameCredentials } from './same-credentials.js';
import type { ConnectionView } from './stored-connection.js';

/** A wallet that is to be the primary one. */
export interface PrimaryWish {
  readonly kind: string;
  readonly credentials: unknown;
  readonly acceptSpendRisk: boolean;
  /** What the caller calls a member of the credentials. */
  readonly nameOf: MemberNaming;
}

/**
 * Makes a wallet the primary one, for callers who send the same credentials again and again: where one of the merchant's
 * connections has them it takes the role, and only where none has is a new one made.
 */
@Injectable()
export class ConnectPrimary {
  constructor(
    private readonly registry: ProviderRegistry,
    private readonly connect: ConnectWallet,
    private readonly desk: ConnectionDeskRepository,
    private readonly open: OpenWallets,
    private readonly clock: Clock,
  ) {}

  /** Throws what `ConnectWallet` throws. A wallet that is known by its credentials is not tried out again. */
  async run(merchantId: MerchantId, wish: PrimaryWish, by: Author = SYSTEM): Promise<ConnectionView> {
    return (await this.reuse(merchantId, wish, by)) ?? this.connectNew(merchantId, wish, by);
  }

  private async reuse(merchantId: MerchantId, wish: PrimaryWish, by: Author): Promise<ConnectionView | null> {
    const definition = this.registry.find(wish.kind);
    if (definition === null) return null;
    const credentials = readCredentials(definition, wish.credentials, wish.nameOf);
    const connections = await this.desk.storedOf(merchantId, wish.kind);
    const same = findSameCredentials(this.open, merchantId, connections, credentials);
    // Null, too, if it was removed meanwhile.
    if (same === null) return null;
    return this.desk.change(merchantId, same.id, { role: 'primary' }, { by, at: this.clock.now() });
  }

  private connectNew(merchantId: MerchantId, wish: PrimaryWish, by: Author): Promise<ConnectionView> {
    return this.connect.run(merchantId, { ...wish, label: null, role: 'primary', reuseSame: true }, by);
  }
}
