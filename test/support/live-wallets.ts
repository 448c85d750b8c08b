import { randomBytes } from 'node:crypto';
import { Sealer } from '@turnpike/secrets';
import { ProviderRegistry, sealContextOf } from '@turnpike/wallets';

import { type SandboxShop } from './sandbox-shop.js';
import { ScriptedWallet } from './scripted-wallet.js';

/** Wallets on regtest that a shop's live key sells into, each doing what a test tells it to. The shop must allow regtest. */
export class LiveWallets {
  readonly primary: ScriptedWallet;
  readonly fallback: ScriptedWallet;

  private constructor(private readonly shop: SandboxShop) {
    this.primary = new ScriptedWallet(shop.api.clock);
    this.fallback = new ScriptedWallet(shop.api.clock);
  }

  /** Connects both to the shop's merchant. */
  static async connect(shop: SandboxShop): Promise<LiveWallets> {
    const wallets = new LiveWallets(shop);
    const registry = shop.api.app.get(ProviderRegistry, { strict: false });
    registry.add('scripted', ({ credentials }) =>
      (credentials as { role: string }).role === 'primary' ? wallets.primary : wallets.fallback,
    );
    await wallets.store('primary');
    await wallets.store('fallback');
    return wallets;
  }

  private async store(role: 'primary' | 'fallback'): Promise<void> {
    const { api, pool, tenant } = this.shop;
    const id = `wal_${randomBytes(16).toString('hex')}`;
    const sealer = api.app.get(Sealer, { strict: false });
    const sealed = sealer.seal(Buffer.from(JSON.stringify({ role })), sealContextOf(tenant.merchantId, id));
    await pool.query({
      text: `INSERT INTO wallet_connection (id, merchant_id, kind, role, sealed_credentials, created_at)
        VALUES ($1, $2, 'scripted', $3, $4, $5)`,
      values: [id, tenant.merchantId, role, sealed, api.clock.now()],
    });
  }
}
