import { Injectable } from '@nestjs/common';
import type { Actor } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { MerchantId, Mode } from '@turnpike/l402';
import type { Confirmation } from './key-authority.js';
import { DEFAULT_SETTINGS } from './merchant-settings.js';
import { MerchantRepository } from './merchant.repository.js';
import { Plans } from './plans.js';
import type { Principal } from './principal.js';
import type { Scope } from './scope.js';
import { SettingsRepository } from './settings.repository.js';

/** Who has signed in, by what name limits count them, and what they may. */
export interface SignedIn {
  readonly keyId: string;
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
  readonly confirm?: Confirmation;
}

/** A merchant's name, and the principal that somebody signed in is in each mode. */
export interface PrincipalsOfMerchant extends Readonly<Record<Mode, Principal>> {
  readonly name: string;
}

/** Makes principals of people who come without a key. */
@Injectable()
export class MerchantPrincipals {
  constructor(
    private readonly merchants: MerchantRepository,
    private readonly settings: SettingsRepository,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  /** As the database has the merchant now; null if there is none of this id. */
  async of(merchantId: MerchantId, who: SignedIn): Promise<PrincipalsOfMerchant | null> {
    const [merchant, test, live] = await Promise.all([
      this.merchants.find(merchantId),
      this.settings.find({ merchantId, mode: 'test' }),
      this.settings.find({ merchantId, mode: 'live' }),
    ]);
    if (merchant === null) return null;
    const { planTier, hasLapsed } = this.plans.standing(merchant, this.clock.now());
    const isActive = merchant.isActive && !hasLapsed;
    const principal = (mode: Mode): Principal => {
      const settings = (mode === 'test' ? test : live) ?? DEFAULT_SETTINGS;
      return Object.freeze({ ...who, merchantId, mode, planTier, isActive, settings });
    };
    return { name: merchant.name, test: principal('test'), live: principal('live') };
  }
}
