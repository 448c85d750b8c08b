import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import type { Transaction } from '@turnpike/database';
import { modeNumber } from '@turnpike/l402';
import type { Tenant } from '@turnpike/l402';
import { auditWebhook, toldOf } from './audit-webhook.js';
import type { WebhookAction, WebhookChange } from './audit-webhook.js';
import type { WebhookPatch, WebhookView } from './webhook-endpoint.js';

/** An endpoint about to be stored. */
export interface NewEndpoint {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[] | null;
  readonly description: string | null;
  readonly sealedSecret: Buffer;
}

const VIEW = `id, url, events, description, enabled, disabled_reason AS "disabledReason", disabled_at AS "disabledAt",
  failing_since AS "failingSince", created_at AS "createdAt"`;

const LIST = `SELECT ${VIEW} FROM webhook_endpoint WHERE merchant_id = $1 AND mode = $2 ORDER BY created_at DESC, id`;

const HAS_ANY = `SELECT EXISTS (SELECT 1 FROM webhook_endpoint WHERE merchant_id = $1 AND mode = $2 AND enabled) AS found`;

const INSERT = `
INSERT INTO webhook_endpoint (id, merchant_id, mode, url, events, description, sealed_secret, created_at, from_legacy)
VALUES ($3, $1, $2, $4, $5, $6, $7, $8, $9) RETURNING ${VIEW}`;

// Whoever gives another address, or says that it shall be called again, begins anew.
const CHANGE = `
UPDATE webhook_endpoint SET url = coalesce($4, url),
  events = CASE WHEN $5 THEN $6::text[] ELSE events END,
  description = CASE WHEN $7 THEN $8 ELSE description END,
  enabled = coalesce($9, enabled),
  disabled_reason = CASE WHEN $9 THEN NULL WHEN NOT $9 AND enabled THEN 'merchant' ELSE disabled_reason END,
  disabled_at = CASE WHEN $9 THEN NULL WHEN NOT $9 AND enabled THEN $10 ELSE disabled_at END,
  failing_since = CASE WHEN $9 OR $4 <> url THEN NULL ELSE failing_since END
WHERE merchant_id = $1 AND mode = $2 AND id = $3 RETURNING ${VIEW}`;

// The secret that was new becomes the old one; the one before it signs no more.
const ROTATE = `
UPDATE webhook_endpoint SET sealed_secret = $4, sealed_old_secret = sealed_secret, old_secret_until = $5
WHERE merchant_id = $1 AND mode = $2 AND id = $3 RETURNING ${VIEW}`;

const REMOVE = `
DELETE FROM webhook_endpoint WHERE merchant_id = $1 AND mode = $2 AND id = $3 RETURNING ${VIEW}`;

const SET_LEGACY = `
UPDATE webhook_endpoint SET url = $3, sealed_secret = coalesce($4, sealed_secret),
  sealed_old_secret = CASE WHEN $4::bytea IS NULL THEN sealed_old_secret END,
  enabled = true, disabled_reason = NULL, disabled_at = NULL, failing_since = NULL
WHERE merchant_id = $1 AND mode = $2 AND from_legacy RETURNING ${VIEW}`;

/** The endpoints of tenants as these manage them. Every change is in the log of changes, in the same transaction. */
@Injectable()
export class EndpointRepository {
  constructor(private readonly pool: ColdPool) {}

  /** A tenant's endpoints, newest first. */
  async list(tenant: Tenant): Promise<WebhookView[]> {
    return viewsOf(this.pool, 'webhook-endpoints-list', LIST, tenant);
  }

  /** Whether a tenant has an endpoint that is called. */
  async hasAny({ merchantId, mode }: Tenant): Promise<boolean> {
    const statement = {
      name: 'webhook-endpoints-any',
      text: HAS_ANY,
      values: [merchantId, modeNumber(mode)],
    };
    return (await this.pool.query<{ found: boolean }>(statement)).rows[0]?.found === true;
  }

  /** Stores an endpoint; null, and nothing stored, if the tenant has as many as it may have. */
  insert(tenant: Tenant, made: NewEndpoint, max: number, change: WebhookChange): Promise<WebhookView | null> {
    return this.changing(tenant, 'webhook.create', change, async (transaction) => {
      await hold(transaction, tenant);
      return insertWithin(transaction, tenant, made, { now: change.at, max, fromLegacy: false });
    });
  }

  /** Changes what is given; null if the tenant has no such endpoint. */
  change(
    tenant: Tenant,
    id: string,
    patch: WebhookPatch,
    change: WebhookChange,
  ): Promise<WebhookView | null> {
    const { url, events, description, enabled } = patch;
    const values = [
      ...[id, url ?? null, events !== undefined, events === undefined || events.length === 0 ? null : events],
      ...[description !== undefined, description === '' ? null : (description ?? null)],
      ...[enabled ?? null, change.at],
    ];
    return this.changing(tenant, 'webhook.change', change, (transaction) =>
      oneOf(transaction, 'webhook-endpoint-change', CHANGE, tenant, values),
    );
  }

  /** Gives an endpoint a new secret; the old one goes on beside it. Null if the tenant has no such endpoint. */
  rotate(
    tenant: Tenant,
    id: string,
    secret: { readonly sealed: Buffer; readonly oldUntil: Date },
    change: WebhookChange,
  ): Promise<WebhookView | null> {
    const values = [id, secret.sealed, secret.oldUntil];
    return this.changing(tenant, 'webhook.rotate_secret', change, (transaction) =>
      oneOf(transaction, 'webhook-endpoint-rotate', ROTATE, tenant, values),
    );
  }

  /** Removes an endpoint; false if the tenant has no such one. What is on its way to it ends. */
  async remove(tenant: Tenant, id: string, change: WebhookChange): Promise<boolean> {
    const removed = await this.changing(tenant, 'webhook.remove', change, (transaction) =>
      oneOf(transaction, 'webhook-endpoint-remove', REMOVE, tenant, [id]),
    );
    return removed !== null;
  }

  /**
   * Gives the one endpoint of the old route another address, and makes it if there is none. `make` is asked for it only
   * then. Null if the tenant has as many as it may have.
   */
  setLegacy(
    tenant: Tenant,
    { url, secretFor }: { readonly url: string; readonly secretFor: (id: string) => Buffer | null },
    make: () => NewEndpoint,
    max: number,
    change: WebhookChange,
  ): Promise<WebhookView | null> {
    return this.changing(tenant, 'webhook.set_url', change, async (transaction) => {
      await hold(transaction, tenant);
      const id = await legacyId(transaction, tenant);
      if (id === null)
        return insertWithin(transaction, tenant, make(), { now: change.at, max, fromLegacy: true });
      const values = [url, secretFor(id)];
      return oneOf(transaction, 'webhook-endpoint-legacy', SET_LEGACY, tenant, values);
    });
  }

  /** Does something to one endpoint and logs it; what gives null has changed nothing. */
  private changing(
    tenant: Tenant,
    action: WebhookAction,
    change: WebhookChange,
    work: (transaction: Transaction) => Promise<WebhookView | null>,
  ): Promise<WebhookView | null> {
    return this.pool.withTransaction(async (transaction) => {
      const view = await work(transaction);
      if (view !== null) await auditWebhook(transaction, tenant, action, view.id, change, toldOf(view));
      return view;
    });
  }
}

/** Two changes of the number of a tenant's endpoints come one after the other. */
async function hold(transaction: Transaction, { merchantId, mode }: Tenant): Promise<void> {
  await transaction.query({
    name: 'webhook-endpoint-hold',
    text: `SELECT pg_advisory_xact_lock(hashtextextended('webhook_endpoint', $1::int8 * 2 + $2))`,
    values: [merchantId, modeNumber(mode)],
  });
}

async function insertWithin(
  transaction: Transaction,
  tenant: Tenant,
  { id, url, events, description, sealedSecret }: NewEndpoint,
  { now, max, fromLegacy }: { readonly now: Date; readonly max: number; readonly fromLegacy: boolean },
): Promise<WebhookView | null> {
  const { rows } = await transaction.query<{ n: number }>({
    name: 'webhook-endpoint-count',
    text: 'SELECT count(*)::int4 AS n FROM webhook_endpoint WHERE merchant_id = $1 AND mode = $2',
    values: [tenant.merchantId, modeNumber(tenant.mode)],
  });
  if ((rows[0]?.n ?? 0) >= max) return null;
  const values = [id, url, events, description, sealedSecret, now, fromLegacy];
  return oneOf(transaction, 'webhook-endpoint-insert', INSERT, tenant, values);
}

async function legacyId(transaction: Transaction, { merchantId, mode }: Tenant): Promise<string | null> {
  const { rows } = await transaction.query<{ id: string }>({
    name: 'webhook-endpoint-legacy-id',
    text: 'SELECT id FROM webhook_endpoint WHERE merchant_id = $1 AND mode = $2 AND from_legacy',
    values: [merchantId, modeNumber(mode)],
  });
  return rows[0]?.id ?? null;
}

async function oneOf(...statement: Parameters<typeof viewsOf>): Promise<WebhookView | null> {
  return (await viewsOf(...statement))[0] ?? null;
}

async function viewsOf(
  reader: Transaction,
  name: string,
  text: string,
  { merchantId, mode }: Tenant,
  more: readonly unknown[] = [],
): Promise<WebhookView[]> {
  const statement = { name, text, values: [merchantId, modeNumber(mode), ...more] };
  return (await reader.query<WebhookView>(statement)).rows;
}
