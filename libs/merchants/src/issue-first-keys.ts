import type { Author } from '@turnpike/audit';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import type { IssuedApiKey } from './api-key.js';
import { issueApiKey } from './issue-api-key.js';
import { SCOPES } from './scope.js';

/** A live and a test key with every scope, in the caller's transaction: what a new merchant begins with. */
export async function issueFirstKeys(
  tx: TransactionClient,
  merchantId: MerchantId,
  by: Author,
  now: Date,
): Promise<{ readonly live: IssuedApiKey; readonly test: IssuedApiKey }> {
  const terms = { label: null, scopes: SCOPES, expiresAt: null, createdBy: by.actor.id };
  const live = await issueApiKey(tx, { merchantId, mode: 'live' }, terms, now);
  const test = await issueApiKey(tx, { merchantId, mode: 'test' }, terms, now);
  return { live, test };
}
