import { appendAuditEntry } from '@turnpike/audit';
import type { AuditAction, AuditDetail, Author } from '@turnpike/audit';
import type { TransactionClient } from '@turnpike/database';
import type { Tenant } from '@turnpike/l402';

/** Who changes something about a proxy, and when. */
export interface ProxyChange {
  readonly by: Author;
  readonly at: Date;
}

/** What is done to proxies, as the log of changes calls it. */
export type ProxyAction = Extract<
  AuditAction,
  `proxy.${string}` | `proxy_endpoint.${string}` | 'manifest.change'
>;

/** Puts what was done into the log of changes, in the caller's transaction. */
export async function auditProxy(
  tx: TransactionClient,
  { merchantId, mode }: Tenant,
  action: ProxyAction,
  target: string,
  { by, at }: ProxyChange,
  detail: AuditDetail = {},
): Promise<void> {
  await appendAuditEntry(tx, by, { merchantId, mode, action, target, detail, at });
}
