export { ChargePayer } from './charge-payer.js';
export type { ChargeOutcome, PaidRequest, PaymentAsked } from './charge-payer.js';
export { CheckPrice } from './check-price.js';
export type { PriceCheck } from './check-price.js';
export { CheckProxyHosts } from './check-proxy-hosts.js';
export { documentOf, isDocumentPath } from './discovery/documents.js';
export type { ProxyDocument } from './discovery/documents.js';
export { ImportOpenApi } from './import-openapi.js';
export type { ImportedEndpoints, ImportSource } from './import-openapi.js';
export { Manifests } from './manifests.js';
export { isPathOpen, matchPrice, openMethods, soldMethod } from './match-price.js';
export type { Price, PricedEndpoint, PriceTable } from './match-price.js';
export { PriceTables } from './price-tables.js';
export { Proxies } from './proxies.js';
export { ProxiesModule } from './proxies.module.js';
export { proxyBounds } from './proxy-bounds.js';
export type { EndpointPatch, EndpointView, EndpointWish } from './proxy-endpoint.js';
export { proxyPath } from './proxy-id.js';
export { proxyTables } from './proxy-tables.sql.js';
export type {
  ManifestPatch,
  ManifestSettingsView,
  ProxyFigures,
  ProxyHostView,
  ProxyPatch,
  ProxyView,
  ProxyWish,
} from './proxy.js';
export { ProbeUpstream } from './probe-upstream.js';
export { ProbeUpstreams } from './probe-upstreams.js';
export { ReadProxyFigures } from './read-proxy-figures.js';
export { ReadRegistry } from './read-registry.js';
export type { RegistryItem, RegistryPage } from './read-registry.js';
export type { RegistryQuery } from './registry.repository.js';
export { ResealProxies } from './reseal-proxies.js';
export { ServedProxies } from './served-proxies.js';
export type { ServedProxy } from './served-proxy.js';
export { askedStatus, statusPath } from './status-path.js';
export { UnpublishProxy } from './unpublish-proxy.js';
export type { UnpublishedProxy } from './unpublish-proxy.js';
export type { UpstreamProbe } from './upstream-probe.js';
export { UseOutcomes } from './use-outcomes.js';
