import { Injectable } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { countUnusedKeys, holdMerchant } from './api-key-table.repository.js';
import type { IssuedApiKey } from './api-key.js';
import { auditKey } from './audit-key.js';
import { endKeys } from './end-keys.js';
import { issueFirstKeys } from './issue-first-keys.js';
import { LastUses } from './last-uses.js';
import { MerchantChanges } from './merchant-changes.js';

/** The two keys of a new merchant. */
export interface FirstKeyPair {
  readonly live: IssuedApiKey;
  readonly test: IssuedApiKey;
}

/** Replaces the first keys of a merchant whose showing was lost on the way. */
@Injectable()
export class FirstKeys {
  constructor(
    private readonly lastUses: LastUses,
    private readonly changes: MerchantChanges,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends both keys and makes two more, in the caller's transaction; null, and nothing done, if either was used or has ended.
   * A use in another process is known up to half a minute late. Call `announce` after the commit.
   */
  async replaceUnused(
    tx: TransactionClient,
    merchantId: MerchantId,
    ids: readonly [live: string, test: string],
    by: Author,
  ): Promise<FirstKeyPair | null> {
    await this.lastUses.flush();
    const now = this.clock.now();
    if (!(await holdMerchant(tx, merchantId))) return null;
    if ((await countUnusedKeys(tx, merchantId, ids, now)) !== ids.length) return null;
    for (const id of ids) {
      for (const key of await endKeys(tx, merchantId, { id }, now)) {
        await auditKey(tx, by, merchantId, 'api_key.revoke', key, now);
      }
    }
    const fresh = await issueFirstKeys(tx, merchantId, by, now);
    for (const key of [fresh.live, fresh.test]) {
      await auditKey(tx, by, merchantId, 'api_key.issue', key, now);
    }
    return fresh;
  }

  /** Tells all processes that keys have ended. */
  announce(merchantId: MerchantId): Promise<void> {
    return this.changes.announce(merchantId);
  }
}
