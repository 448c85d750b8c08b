import type { TransactionClient } from '@turnpike/database';
import { MissingSession } from '@turnpike/problems';
import { hasSession } from './session.repository.js';
import { holdUser } from './user.repository.js';
import type { StoredUser } from './user.repository.js';

/**
 * Holds a user until the transaction ends, and gives them as they are then. Throws `MissingSession` unless the session in which
 * they act still stands: whoever ends it goes first, and nothing is changed, or waits, and knows of the change.
 */
export async function holdSignedIn(
  tx: TransactionClient,
  userId: string,
  sessionId: string,
): Promise<StoredUser> {
  const user = await holdUser(tx, userId);
  if (user === null || !(await hasSession(tx, userId, sessionId))) throw new MissingSession();
  return user;
}
