import { appendAuditEntry, maskAddress } from '@turnpike/audit';
import type { AuditDetail, Author } from '@turnpike/audit';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { memberBounds } from './member-bounds.js';
import { membershipsOf } from './member.repository.js';
import type { Visitor } from './session.js';

/** A change of members or accounts: by which call it is made, and whose log has it. */
export interface AccountChange {
  readonly by: Author;
  /** Null for what belongs to none. */
  readonly merchantId: MerchantId | null;
}

/** A change of one's own account, for the log of the merchant that the session looks at. */
export interface OwnChange extends AccountChange {
  readonly sessionId: string;
}

/** What is done to members and to accounts, as the log of changes calls it. */
export type AccountAction =
  | `member.${'join' | 'change' | 'remove'}`
  | `invitation.${'create' | 'remove'}`
  | `password.${'change' | 'reset'}`
  | `second_factor.${'on' | 'off'}`
  | `passkey.${'add' | 'remove'}`
  | 'session.end'
  | 'merchant.login_link'
  | `operator.${'grant' | 'revoke'}`;

/** Puts a change into the log, in the caller's transaction. Members are so in both modes. */
export async function auditAccount(
  tx: TransactionClient,
  { by, merchantId }: AccountChange,
  action: AccountAction,
  target: string | null,
  at: Date,
  detail: AuditDetail = {},
): Promise<void> {
  await appendAuditEntry(tx, by, { merchantId, mode: null, action, target, detail, at });
}

/** Puts a change of an account, made by nobody who is signed in, into the log of every merchant that the user belongs to. */
export async function auditForAllMerchants(
  tx: TransactionClient,
  by: Author,
  action: AccountAction,
  userId: string,
  at: Date,
): Promise<void> {
  const memberships = await membershipsOf(tx, userId, memberBounds.merchantsShownMax);
  const ids = memberships.length === 0 ? [null] : memberships.map(({ merchantId }) => merchantId);
  for (const merchantId of ids) await auditAccount(tx, { by, merchantId }, action, userId, at);
}

/** A user who is not signed in yet, as the author of what they do. */
export function authorOfVisitor(
  user: { readonly id: string; readonly email: string },
  { ip, correlationId }: Visitor,
): Author {
  return {
    actor: { kind: 'member', id: user.id, label: user.email },
    correlationId,
    address: maskAddress(ip),
  };
}
