import type { TransactionClient } from '@turnpike/database';
import { endLinksOpenedBy } from './link.repository.js';
import { endSessionsOpenedBy } from './session.repository.js';

/**
 * Ends the links that an operator made for merchants, and the sessions that were opened by these. The caller's transaction holds
 * the operator's row already, as whoever opens such a link does, so that of the two one goes first.
 */
export async function endOpenedBy(tx: TransactionClient, operatorId: string, now: Date): Promise<void> {
  await endLinksOpenedBy(tx, operatorId, now);
  await endSessionsOpenedBy(tx, operatorId);
}
