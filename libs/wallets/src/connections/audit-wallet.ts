import { appendAuditEntry, type AuditDetail, type Author } from '@turnpike/audit';
import type { Transaction } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import type { ConnectionView } from './stored-connection.js';

/** Who changes something about a wallet, and when. */
export interface SignedChange {
  readonly by: Author;
  readonly at: Date;
}

/** Puts what was done to a wallet into the log of changes, in the caller's transaction. It says nothing of credentials. */
export async function auditWallet(
  transaction: Transaction,
  { by, at }: SignedChange,
  merchantId: MerchantId,
  action: `wallet.${'connect' | 'change' | 'check' | 'remove'}`,
  { id, kind, label, role }: ConnectionView,
  more: AuditDetail = {},
): Promise<void> {
  const detail = { kind, label, role, ...more };
  await appendAuditEntry(transaction, by, { merchantId, mode: 'live', action, target: id, detail, at });
}
