import { ChallengesModule } from '@turnpike/challenges';
import { MerchantsModule } from '@turnpike/merchants';
import { OutboundModule } from '@turnpike/outbound';
import { StatisticsModule } from '@turnpike/statistics';
import { Module } from '@nestjs/common';

import { ChangeProxy } from './change-proxy.js';
import { ChargePayer } from './charge-payer.js';
import { CheckPrice } from './check-price.js';
import { CheckProxyHosts } from './check-proxy-hosts.js';
import { CheckUpstream } from './check-upstream.js';
import { ImportOpenApi } from './import-openapi.js';
import { Manifests } from './manifests.js';
import { PriceTables } from './price-tables.js';
import { ProbeUpstream } from './probe-upstream.js';
import { ProbeUpstreams } from './probe-upstreams.js';
import { Proxies } from './proxies.js';
import { ProxyChanges } from './proxy-changes.js';
import { ReadProxyPatch } from './proxy-columns.js';
import { ProxyRepository } from './proxy.repository.js';
import { ReadProxyFigures } from './read-proxy-figures.js';
import { ReadRegistry } from './read-registry.js';
import { RegistryRepository } from './registry.repository.js';
import { ProxyResealRepository } from './reseal.repository.js';
import { ResealProxies } from './reseal-proxies.js';
import { ServedProxies } from './served-proxies.js';
import { ServedProxyRepository } from './served-proxy.repository.js';
import { UnpublishProxy } from './unpublish-proxy.js';
import { UseOutcomes } from './use-outcomes.js';

const USE_CASES = [
  ChargePayer,
  CheckPrice,
  CheckProxyHosts,
  ImportOpenApi,
  Manifests,
  PriceTables,
  ProbeUpstream,
  ProbeUpstreams,
  Proxies,
  ReadProxyFigures,
  ReadRegistry,
  ResealProxies,
  ServedProxies,
  UnpublishProxy,
  UseOutcomes,
];

/** APIs behind our gateway: how they are managed, and what the gateway knows of them. */
@Module({
  imports: [ChallengesModule, MerchantsModule, OutboundModule, StatisticsModule],
  providers: [
    ...USE_CASES,
    ChangeProxy,
    CheckUpstream,
    ProxyChanges,
    ProxyRepository,
    ProxyResealRepository,
    ReadProxyPatch,
    RegistryRepository,
    ServedProxyRepository,
  ],
  exports: USE_CASES,
})
export class ProxiesModule {}
