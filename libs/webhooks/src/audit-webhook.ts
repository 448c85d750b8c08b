import { appendAuditEntry } from '@turnpike/audit';
import type { AuditDetail, Author } from '@turnpike/audit';
import type { Transaction } from '@turnpike/database';
import type { Tenant } from '@turnpike/l402';
import type { WebhookView } from './webhook-endpoint.js';

/** Who changes something about an endpoint, and when. */
export interface WebhookChange {
  readonly by: Author;
  readonly at: Date;
}

/** What is done to endpoints, as the log of changes calls it. */
export type WebhookAction =
  `webhook.${'create' | 'change' | 'remove' | 'rotate_secret' | 'set_url' | 'test'}` | 'event.replay';

/** Puts what was done into the log of changes, in the caller's transaction. */
export async function auditWebhook(
  transaction: Transaction,
  { merchantId, mode }: Tenant,
  action: WebhookAction,
  target: string,
  { by, at }: WebhookChange,
  detail: AuditDetail = {},
): Promise<void> {
  await appendAuditEntry(transaction, by, { merchantId, mode, action, target, detail, at });
}

/** What of an endpoint is told: of its address where it leads only, since what follows may be a secret. */
export function toldOf({ url, events, enabled }: WebhookView): AuditDetail {
  return { origin: new URL(url).origin, events, enabled };
}
