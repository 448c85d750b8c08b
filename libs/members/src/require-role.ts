import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { MissingSession, RoleMissing } from '@turnpike/problems';
import { isRoleAtLeast } from './member-role.js';
import type { MemberRole } from './member-role.js';
import { holdRole } from './member.repository.js';
import { isOpenerStill } from './user.repository.js';

/**
 * Throws `RoleMissing` unless somebody is still that much at a merchant, or more; they then are until the transaction ends, so
 * that of a removal and of what they hand on one comes first, and knows of the other.
 */
export async function requireRole(
  tx: TransactionClient,
  merchantId: MerchantId,
  userId: string,
  role: MemberRole,
): Promise<void> {
  if (!isRoleAtLeast(await holdRole(tx, merchantId, userId), role)) throw new RoleMissing(role);
}

/** The same for whom an operator's link has let in: throws `MissingSession` unless that operator still is one. */
export async function requireOpener(tx: TransactionClient, openedBy: string | null): Promise<void> {
  if (!(await isOpenerStill(tx, openedBy))) throw new MissingSession();
}
