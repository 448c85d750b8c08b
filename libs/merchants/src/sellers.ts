import { Injectable } from '@nestjs/common';
import type { Tenant } from '@turnpike/l402';
import { DEFAULT_SETTINGS, settingsFromRow } from './merchant-settings.js';
import { Plans } from './plans.js';
import type { KnownKey } from './principal-cache.js';
import type { Principal } from './principal.js';
import { SellerRepository } from './seller.repository.js';
import type { SubscriptionStanding } from './subscription-standing.js';

/** In whose name a merchant's goods are sold before and from the end of its plan on. */
export type Seller = Pick<KnownKey, 'principal' | 'later'>;

/** Makes principals of merchants for what we sell in their name, when no key is sent. They have no scope. */
@Injectable()
export class Sellers {
  constructor(
    private readonly repository: SellerRepository,
    private readonly plans: Plans,
  ) {}

  /** As the database has the merchant now, under that name; null if there is none of this id. */
  async find(tenant: Tenant, name: string): Promise<Seller | null> {
    const stored = await this.repository.find(tenant);
    if (stored === null) return null;
    const settings = stored.settings === null ? DEFAULT_SETTINGS : settingsFromRow(stored.settings);
    const principal = ({ planTier, hasLapsed }: SubscriptionStanding): Principal =>
      Object.freeze<Principal>({
        keyId: name,
        actor: { kind: 'system', id: name, label: null },
        merchantId: tenant.merchantId,
        mode: tenant.mode,
        scopes: new Set(),
        planTier,
        isActive: stored.isActive && !hasLapsed,
        settings,
      });
    const { before, end, after } = this.plans.course(stored);
    const later = end && { fromMs: end.getTime(), principal: principal(after) };
    return { principal: principal(before), later };
  }
}
