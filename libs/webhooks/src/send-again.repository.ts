import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import { OPT_IN_EVENT_TYPES, TEST_EVENT_TYPE } from '@turnpike/events';
import type { PlacedEvent } from '@turnpike/events';
import { modeNumber } from '@turnpike/l402';
import type { Tenant } from '@turnpike/l402';
import { auditWebhook } from './audit-webhook.js';
import type { WebhookChange } from './audit-webhook.js';

const IS_ENABLED = 'SELECT enabled FROM webhook_endpoint WHERE merchant_id = $1 AND mode = $2 AND id = $3';

const COLUMNS = `endpoint_id, merchant_id, mode, event_key, event_id, type, occurred_at, next_attempt_at, created_at`;

// What is on its way already is not sent beside itself, but now.
const REPLAY = `
WITH wanted AS (
  SELECT id FROM webhook_endpoint e WHERE e.merchant_id = $1 AND e.mode = $2 AND e.enabled
    AND CASE WHEN $3::text IS NOT NULL THEN e.id = $3
             WHEN e.events IS NULL THEN $7 <> ALL ($4::text[]) AND $7 <> $10 ELSE $7 = ANY (e.events) END
), hurried AS (
  UPDATE webhook_delivery d SET next_attempt_at = least(d.next_attempt_at, $9) FROM wanted w
  WHERE d.endpoint_id = w.id AND d.state = 0 AND d.event_key = $5 RETURNING d.endpoint_id
)
, made AS (
  INSERT INTO webhook_delivery (${COLUMNS})
  SELECT w.id, $1, $2, $5, $6, $7, $8, $9, $9 FROM wanted w WHERE w.id NOT IN (SELECT endpoint_id FROM hurried)
)
SELECT count(*)::int4 AS n FROM wanted`;

const TEST = `
WITH told AS (
  INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
  SELECT e.merchant_id, e.mode, $4, jsonb_build_object(
    'mode', CASE e.mode WHEN 0 THEN 'test' ELSE 'live' END, 'merchantId', e.merchant_id, 'webhookId', e.id), $5
  FROM webhook_endpoint e WHERE e.merchant_id = $1 AND e.mode = $2 AND e.id = $3 AND e.enabled
  RETURNING id, event_id
), made AS (
  INSERT INTO webhook_delivery (${COLUMNS}) SELECT $3, $1, $2, id, event_id, $4, $5, $5, $5 FROM told
)
SELECT event_id AS "eventId" FROM told`;

/** Deliveries that a merchant asks for; each wish is in the log of changes, in the same transaction. */
@Injectable()
export class SendAgainRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Whether a tenant's endpoint gets events; null if the tenant has no such one. */
  async isEnabled({ merchantId, mode }: Tenant, endpointId: string): Promise<boolean | null> {
    const values = [merchantId, modeNumber(mode), endpointId];
    const statement = { name: 'webhook-endpoint-enabled', text: IS_ENABLED, values };
    return (await this.pool.query<{ enabled: boolean }>(statement)).rows[0]?.enabled ?? null;
  }

  /** Sends an event again to that endpoint, or to all that want it; returns to how many. */
  replay(event: PlacedEvent, endpointId: string | null, change: WebhookChange): Promise<number> {
    const { merchantId, mode, id, eventId, type, occurredAt } = event;
    const values = [
      ...[merchantId, modeNumber(mode), endpointId, OPT_IN_EVENT_TYPES],
      ...[id, eventId, type, occurredAt, change.at, TEST_EVENT_TYPE],
    ];
    return this.pool.withTransaction(async (transaction) => {
      const statement = { name: 'webhook-replay', text: REPLAY, values };
      const deliveries = (await transaction.query<{ n: number }>(statement)).rows[0]?.n ?? 0;
      const detail = { type, webhookId: endpointId, deliveries };
      await auditWebhook(transaction, { merchantId, mode }, 'event.replay', eventId, change, detail);
      return deliveries;
    });
  }

  /** Writes an event for that endpoint alone, with its delivery; its id, or null if the endpoint gets nothing. */
  test(tenant: Tenant, endpointId: string, change: WebhookChange): Promise<string | null> {
    const values = [tenant.merchantId, modeNumber(tenant.mode), endpointId, TEST_EVENT_TYPE, change.at];
    return this.pool.withTransaction(async (transaction) => {
      const statement = { name: 'webhook-test', text: TEST, values };
      const eventId = (await transaction.query<{ eventId: string }>(statement)).rows[0]?.eventId ?? null;
      if (eventId !== null)
        await auditWebhook(transaction, tenant, 'webhook.test', endpointId, change, { eventId });
      return eventId;
    });
  }
}
