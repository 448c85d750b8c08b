import { Injectable } from '@nestjs/common';
import { ColdPool, stepwise } from '@turnpike/database';
import { modeNumber } from '@turnpike/l402';
import type { Tenant } from '@turnpike/l402';
import type { DeliveryView } from './delivery-view.js';

const EXISTS = 'SELECT 1 FROM webhook_endpoint WHERE merchant_id = $1 AND mode = $2 AND id = $3';

// By the columns of one index as a whole: along the index of ids everybody's deliveries would be read.
const LIST = `
SELECT d.id::text AS key, delivery_id AS id, event_id AS "eventId", type,
  CASE state WHEN 0 THEN 'pending' WHEN 1 THEN 'delivered' ELSE 'failed' END AS state, attempts,
  last_status AS "lastStatus", last_error AS "lastError", next_attempt_at AS "nextAttemptAt", delivered_at AS "deliveredAt",
  created_at AS "createdAt"
FROM webhook_delivery d
WHERE merchant_id = $1 AND mode = $2
  AND (endpoint_id, d.id) > ($3, 0) AND (endpoint_id, d.id) < ($3, coalesce($4::int8, 9223372036854775807))
ORDER BY endpoint_id DESC, d.id DESC LIMIT $5`;

const DELETE_BEFORE = `
DELETE FROM webhook_delivery WHERE id IN (
  SELECT id FROM webhook_delivery WHERE occurred_at < $1 ORDER BY occurred_at LIMIT $2)`;

/** A delivery with the key by which its list is paged. */
export interface ListedDelivery extends DeliveryView {
  readonly key: string;
}

/** What was and is on its way to tenants' endpoints, to be looked at and in the end forgotten. */
@Injectable()
export class DeliveryLogRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Whether a tenant has that endpoint. */
  async hasEndpoint({ merchantId, mode }: Tenant, endpointId: string): Promise<boolean> {
    const values = [merchantId, modeNumber(mode), endpointId];
    return (
      (await this.pool.query({ name: 'webhook-endpoint-exists', text: EXISTS, values })).rows.length === 1
    );
  }

  /** Up to `limit` of the deliveries to an endpoint, newest first; only those before that key, if one is given. */
  async list(
    { merchantId, mode }: Tenant,
    endpointId: string,
    before: string | null,
    limit: number,
  ): Promise<ListedDelivery[]> {
    const values = [merchantId, modeNumber(mode), endpointId, before, limit];
    const statement = { name: 'webhook-deliveries-list', text: LIST, values };
    return stepwise(
      this.pool,
      async (transaction) => (await transaction.query<ListedDelivery>(statement)).rows,
    );
  }

  /** Deletes up to `limit` deliveries of events of before that moment, the oldest first; returns how many. */
  async deleteBefore(moment: Date, limit: number): Promise<number> {
    const statement = {
      name: 'webhook-deliveries-prune',
      text: DELETE_BEFORE,
      values: [moment, limit],
    };
    return (await this.pool.query(statement)).rowCount ?? 0;
  }
}
