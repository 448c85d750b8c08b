export { Deliveries } from './deliveries.js';
export { DeliveryLog } from './delivery-log.js';
export { DeliveryRound } from './delivery-round.js';
export type { DeliveryPage, DeliveryState, DeliveryView } from './delivery-view.js';
export { ResealWebhooks } from './reseal-webhooks.js';
export { SendAgain } from './send-again.js';
export type {
  DisabledReason,
  WebhookPatch,
  WebhookView,
  WebhookWish,
  WebhookWithSecret,
} from './webhook-endpoint.js';
export { WebhookEndpoints } from './webhook-endpoints.js';
export { WebhooksModule } from './webhooks.module.js';
export { EndpointCensus } from './endpoint-census.repository.js';
export type { EndpointCounts } from './endpoint-census.repository.js';
export { webhookTables } from './webhook-tables.sql.js';
