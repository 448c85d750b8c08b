import { Injectable } from '@nestjs/common';
import type { MerchantId, Tenant } from '@turnpike/l402';
import { Sealer } from '@turnpike/secrets';
import { LRUCache } from 'lru-cache';
import { GuardedWallet } from './guarded-wallet.js';
import { bareContext, ProviderRegistry } from './provider-registry.js';
import { WalletConnectionRepository, type StoredConnection } from './wallet-connection.repository.js';
import { CredentialInvalid } from './wallet-errors.js';

/** Open connections that are kept; the one not used for longest goes first. */
const OPEN_MAX = 1_000;

interface OpenConnection {
  readonly sealedCredentials: Buffer;
  readonly wallet: GuardedWallet;
}

/** What the sealed credentials of a connection are bound to, so that they open in no other row. */
export function sealContextOf(merchantId: MerchantId, connectionId: string): string {
  return `wallet_connection:${merchantId}:${connectionId}`;
}

/** The wallets behind merchants' connections, opened when first used and kept as long as their credentials stay the same. */
@Injectable()
export class WalletConnections {
  private readonly open = new LRUCache<string, OpenConnection>({ max: OPEN_MAX });

  constructor(
    private readonly repository: WalletConnectionRepository,
    private readonly registry: ProviderRegistry,
    private readonly sealer: Sealer,
  ) {}

  /** The wallet that every test key of a merchant uses. It is no connection and needs no credentials. */
  sandbox(tenant: Tenant): GuardedWallet {
    return this.registry.sandbox(tenant);
  }

  /** The connections that may mint for a merchant, the primary one first; none if there is no primary one. */
  async findForMint(merchantId: MerchantId): Promise<StoredConnection[]> {
    const found = await this.repository.findForMint(merchantId);
    return found[0]?.role === 'primary' ? found : [];
  }

  /** One connection of a merchant; null if it is gone. */
  async find(merchantId: MerchantId, connectionId: string): Promise<StoredConnection | null> {
    return this.repository.find(merchantId, connectionId);
  }

  /** The wallet of a connection. Throws `CredentialInvalid` if its credentials do not open or cannot be used. */
  walletOf(tenant: Tenant, connection: StoredConnection): GuardedWallet {
    const { id, sealedCredentials } = connection;
    const kept = this.open.get(id);
    // The stored row decides, so a changed credential counts at once and in every process.
    if (kept?.sealedCredentials.equals(sealedCredentials) === true) return kept.wallet;
    const credentials = this.unseal(tenant.merchantId, connection);
    const wallet = this.registry.open(connection.kind, credentials, bareContext(tenant));
    this.open.set(id, { sealedCredentials, wallet });
    return wallet;
  }

  private unseal(merchantId: MerchantId, { id, sealedCredentials }: StoredConnection): unknown {
    try {
      const plain = this.sealer.open(sealedCredentials, sealContextOf(merchantId, id));
      return JSON.parse(plain.toString('utf8'));
    } catch {
      // Not kept as the cause: a JSON error quotes what it could not read.
      throw new CredentialInvalid();
    }
  }
}
