import { appendAuditEntry } from '@turnpike/audit';
import type { AuditDetail, Author } from '@turnpike/audit';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import type { ApiKeyRecord } from './api-key.js';

/** Puts what was done to a key into the log of changes, in the caller's transaction. It says nothing of the secret. */
export async function auditKey(
  tx: TransactionClient,
  by: Author,
  merchantId: MerchantId,
  action: `api_key.${'create' | 'rotate' | 'revoke' | 'issue'}`,
  { id, mode, label, prefix, scopes, expiresAt }: ApiKeyRecord,
  at: Date,
  more: AuditDetail = {},
): Promise<void> {
  const detail = { label, prefix, scopes, expiresAt: expiresAt?.toISOString() ?? null, ...more };
  await appendAuditEntry(tx, by, { merchantId, mode, action, target: id, detail, at });
}
