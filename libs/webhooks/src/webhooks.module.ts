import { Module } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { EventsModule } from '@turnpike/events';
import { MerchantsModule } from '@turnpike/merchants';
import { Logger, Metrics } from '@turnpike/observability';
import { OutboundModule } from '@turnpike/outbound';
import { Sealer } from '@turnpike/secrets';
import { CheckWebhookUrl } from './check-webhook-url.js';
import { Deliveries } from './deliveries.js';
import { DeliveryLog } from './delivery-log.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryRound } from './delivery-round.js';
import { EndpointCensus } from './endpoint-census.repository.js';
import { EndpointRepository } from './endpoint.repository.js';
import { HandOutEvents } from './hand-out-events.js';
import { ResealWebhooks } from './reseal-webhooks.js';
import { WebhookResealRepository } from './reseal.repository.js';
import { SendAgain } from './send-again.js';
import { SendAgainRepository } from './send-again.repository.js';
import { SendMessage } from './send-message.js';
import { WebhookEndpoints } from './webhook-endpoints.js';

/** Sending events to merchants. Needs the database and the sealer. */
@Module({
  imports: [EventsModule, MerchantsModule, OutboundModule],
  providers: [
    CheckWebhookUrl,
    DeliveryLog,
    DeliveryLogRepository,
    DeliveryRepository,
    DeliveryRound,
    EndpointCensus,
    EndpointRepository,
    HandOutEvents,
    ResealWebhooks,
    SendAgain,
    SendAgainRepository,
    SendMessage,
    WebhookEndpoints,
    WebhookResealRepository,
    {
      provide: Deliveries,
      inject: [DeliveryRepository, SendMessage, Sealer, Clock, Logger, Metrics],
      useFactory: (
        repository: DeliveryRepository,
        send: SendMessage,
        sealer: Sealer,
        clock: Clock,
        logger: Logger,
        metrics: Metrics,
      ) => {
        const deliveries = new Deliveries({ repository, send, sealer, clock, logger, metrics });
        metrics.gauge('webhooks_under_way', 'Deliveries under way.', () => deliveries.size);
        return deliveries;
      },
    },
  ],
  exports: [
    Deliveries,
    DeliveryLog,
    DeliveryRound,
    EndpointCensus,
    EventsModule,
    ResealWebhooks,
    SendAgain,
    WebhookEndpoints,
  ],
})
export class WebhooksModule {}
