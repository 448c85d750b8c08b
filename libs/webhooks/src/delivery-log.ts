import { Injectable } from '@nestjs/common';
import type { Tenant } from '@turnpike/l402';
import { NotFound, ValidationFailed } from '@turnpike/problems';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import { cursorOfKey, keyOfCursor } from './delivery-view.js';
import type { DeliveryPage } from './delivery-view.js';
import { isWebhookId } from './webhook-endpoint.js';

/** What became of the events of an endpoint, for as long as events are kept. */
@Injectable()
export class DeliveryLog {
  constructor(private readonly repository: DeliveryLogRepository) {}

  /** One page, newest first. Throws `NotFound` for an endpoint that is not the tenant's, `ValidationFailed` for a wrong cursor. */
  async list(
    tenant: Tenant,
    endpointId: string,
    cursor: string | null,
    limit: number,
  ): Promise<DeliveryPage> {
    const before = cursor === null ? null : keyOfCursor(cursor);
    if (cursor !== null && before === null) {
      throw new ValidationFailed({ cursor: ['cursor must be the nextCursor of an answer'] });
    }
    if (!isWebhookId(endpointId) || !(await this.repository.hasEndpoint(tenant, endpointId))) {
      throw new NotFound('Webhook');
    }
    const rows = await this.repository.list(tenant, endpointId, before, limit + 1);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      deliveries: page.map(({ key: _key, ...delivery }) => delivery),
      nextCursor: last === undefined ? null : cursorOfKey(last.key),
    };
  }

  /** Forgets deliveries of events of before that moment, in bounded batches; returns how many. */
  prune(before: Date, limit: number): Promise<number> {
    return this.repository.deleteBefore(before, limit);
  }
}
