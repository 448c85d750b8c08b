import { performance } from 'node:perf_hooks';
import { Module } from '@nestjs/common';
import { limits } from '@turnpike/config';
import { ApiKeyLifecycle } from './api-key-lifecycle.js';
import { ApiKeyTable } from './api-key-table.repository.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { ApiKeys } from './api-keys.js';
import { LastUseWriter } from './last-use-writer.js';
import { LastUses } from './last-uses.js';
import { MerchantChanges } from './merchant-changes.js';
import { MerchantRepository } from './merchant.repository.js';
import { Merchants } from './merchants.js';
import { PrincipalCache } from './principal-cache.js';
import { SettingsRepository } from './settings.repository.js';
import { Settings } from './settings.js';

/** Merchants, their settings and their API keys. */
@Module({
  providers: [
    ApiKeyLifecycle,
    ApiKeyRepository,
    ApiKeyTable,
    ApiKeys,
    LastUseWriter,
    MerchantChanges,
    MerchantRepository,
    Merchants,
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
  exports: [ApiKeyLifecycle, ApiKeys, MerchantChanges, Merchants, Settings],
})
export class MerchantsModule {}
