import { performance } from 'node:perf_hooks';
import { Module } from '@nestjs/common';
import { limits } from '@turnpike/config';
import { EventsModule } from '@turnpike/events';
import { ApiKeyLifecycle } from './api-key-lifecycle.js';
import { ApiKeyTable } from './api-key-table.repository.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { ApiKeys } from './api-keys.js';
import { AuthoredKeys } from './authored-keys.js';
import { BuyPlan } from './buy-plan.js';
import { FirstKeys } from './first-keys.js';
import { HandOverPlans } from './hand-over-plans.js';
import { KeyUpkeepRepository } from './key-upkeep.repository.js';
import { KeyUpkeep } from './key-upkeep.js';
import { LastUseWriter } from './last-use-writer.js';
import { LastUses } from './last-uses.js';
import { MerchantChanges } from './merchant-changes.js';
import { MerchantPrincipals } from './merchant-principals.js';
import { MerchantRepository } from './merchant.repository.js';
import { Merchants } from './merchants.js';
import { PlanHandoverRepository } from './plan-handover.repository.js';
import { PlanUpkeepRepository } from './plan-upkeep.repository.js';
import { PlanUpkeep } from './plan-upkeep.js';
import { Plans } from './plans.js';
import { PrincipalCache } from './principal-cache.js';
import { SellerRepository } from './seller.repository.js';
import { Sellers } from './sellers.js';
import { SettingsRepository } from './settings.repository.js';
import { Settings } from './settings.js';

/** Merchants, their plans, their settings and their API keys. */
@Module({
  imports: [EventsModule],
  providers: [
    ApiKeyLifecycle,
    ApiKeyRepository,
    ApiKeyTable,
    ApiKeys,
    AuthoredKeys,
    BuyPlan,
    FirstKeys,
    HandOverPlans,
    KeyUpkeep,
    KeyUpkeepRepository,
    LastUseWriter,
    MerchantChanges,
    MerchantPrincipals,
    MerchantRepository,
    Merchants,
    PlanHandoverRepository,
    PlanUpkeep,
    PlanUpkeepRepository,
    Plans,
    SellerRepository,
    Sellers,
    Settings,
    SettingsRepository,
    {
      provide: PrincipalCache,
      useFactory: () =>
        new PrincipalCache(
          {
            knownKeysMax: limits.apiKeyCacheEntriesMax,
            unknownKeysMax: limits.apiKeyCacheEntriesMax,
            keyAgeMsMax: limits.apiKeyCacheMillis,
          },
          () => performance.now(),
        ),
    },
    {
      provide: LastUses,
      useFactory: (repository: ApiKeyRepository) => new LastUses(repository, limits.apiKeyCacheEntriesMax),
      inject: [ApiKeyRepository],
    },
  ],
  exports: [
    ApiKeyLifecycle,
    ApiKeys,
    AuthoredKeys,
    BuyPlan,
    FirstKeys,
    HandOverPlans,
    KeyUpkeep,
    MerchantChanges,
    MerchantPrincipals,
    Merchants,
    PlanUpkeep,
    Plans,
    Sellers,
    Settings,
  ],
})
export class MerchantsModule {}
