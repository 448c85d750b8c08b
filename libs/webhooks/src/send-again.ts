import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import { EventLog } from '@turnpike/events';
import type { Tenant } from '@turnpike/l402';
import { NotFound, WebhookDisabled } from '@turnpike/problems';
import { QueueProducer } from '@turnpike/queues';
import { SendAgainRepository } from './send-again.repository.js';
import { isWebhookId } from './webhook-endpoint.js';

/** Sends what a merchant asks for: a test, or an event of the log again. */
@Injectable()
export class SendAgain {
  constructor(
    private readonly events: EventLog,
    private readonly repository: SendAgainRepository,
    private readonly queues: QueueProducer,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends an event of the log again, under the same id: to the endpoint that is named, whatever types it asked for, else to all
   * that want its type. Returns to how many. Throws `NotFound` for what is not the tenant's, `WebhookDisabled`.
   */
  async replay(
    tenant: Tenant,
    eventId: string,
    endpointId: string | null,
    by: Author = SYSTEM,
  ): Promise<number> {
    const event = await this.events.find(tenant, eventId);
    if (event === null) throw new NotFound('Event');
    if (endpointId !== null) await this.requireEnabled(tenant, endpointId);
    const count = await this.repository.replay(event, endpointId, { by, at: this.clock.now() });
    if (count > 0) await this.queues.nudgeWebhooks();
    return count;
  }

  /** Sends `webhook.test` to that endpoint and no other; returns the event's id. Throws `NotFound` and `WebhookDisabled`. */
  async test(tenant: Tenant, endpointId: string, by: Author = SYSTEM): Promise<string> {
    await this.requireEnabled(tenant, endpointId);
    const eventId = await this.repository.test(tenant, endpointId, { by, at: this.clock.now() });
    if (eventId === null) throw new WebhookDisabled();
    await this.queues.nudgeWebhooks();
    return eventId;
  }

  private async requireEnabled(tenant: Tenant, endpointId: string): Promise<void> {
    const isEnabled = isWebhookId(endpointId) ? await this.repository.isEnabled(tenant, endpointId) : null;
    if (isEnabled === null) throw new NotFound('Webhook');
    if (!isEnabled) throw new WebhookDisabled();
  }
}
