export { Deliveries } from './deliveries.js';
export { DeliveryRound } from './delivery-round.js';
export type {
  DisabledReason,
  WebhookPatch,
  WebhookView,
  WebhookWish,
  WebhookWithSecret,
} from './webhook-endpoint.js';
export { WebhookEndpoints } from './webhook-endpoints.js';
export { WebhooksModule } from './webhooks.module.js';
