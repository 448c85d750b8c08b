import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { isApiKeyId } from './api-key.js';
import {
  adoptKeys,
  ApiKeyTable,
  countWorkingKeysBy,
  holdMerchant,
  revokedKeys,
} from './api-key-table.repository.js';
import { auditKey } from './audit-key.js';
import { endKeys } from './end-keys.js';
import { MerchantChanges } from './merchant-changes.js';
import type { Scope } from './scope.js';

/** What became of the keys that somebody has made and could not make any more. */
export interface KeysLeft {
  readonly apiKeysRevoked: number;
  /** Those that still work. */
  readonly apiKeysLeft: number;
}

/** Keys by who made them, and what else hangs on a key. */
@Injectable()
export class AuthoredKeys {
  constructor(
    private readonly table: ApiKeyTable,
    private readonly changes: MerchantChanges,
    private readonly clock: Clock,
  ) {}

  /**
   * Deals, in the caller's transaction, with the keys of both modes that somebody has made and that do what they now may not
   * hand on, which is all but `scopes`: ends them if asked, and counts them. Call `announce` after the commit.
   */
  async settle(
    tx: TransactionClient,
    merchantId: MerchantId,
    { createdBy, scopes, revoke }: { createdBy: string; scopes: readonly Scope[]; revoke: boolean },
    by: Author,
  ): Promise<KeysLeft> {
    const now = this.clock.now();
    const which = { createdBy, beyond: scopes } as const;
    if (!revoke) {
      return { apiKeysRevoked: 0, apiKeysLeft: await countWorkingKeysBy(tx, merchantId, which, now) };
    }
    const revoked = await endKeys(tx, merchantId, which, now);
    for (const key of revoked) await auditKey(tx, by, merchantId, 'api_key.revoke', key, now);
    return { apiKeysRevoked: revoked.length, apiKeysLeft: 0 };
  }

  /** Which of these ids, whatever else may be among them, are of keys of the merchant that were revoked or have ended. */
  async revokedAmong(
    merchantId: MerchantId,
    ids: readonly string[],
    tx?: TransactionClient,
  ): Promise<ReadonlySet<string>> {
    const keyIds = ids.filter(isApiKeyId);
    if (keyIds.length === 0) return new Set();
    const find = (db: TransactionClient): Promise<readonly string[]> =>
      revokedKeys(db, merchantId, keyIds, this.clock.now());
    return new Set(await (tx === undefined ? this.table.transaction(find) : find(tx)));
  }

  /** Puts the keys of a merchant that nobody in particular has made down to somebody, in the caller's transaction; gives their ids. */
  adopt(tx: TransactionClient, merchantId: MerchantId, createdBy: string): Promise<readonly string[]> {
    return adoptKeys(tx, merchantId, { from: SYSTEM.actor.id, to: createdBy });
  }

  /**
   * Holds a merchant until the transaction ends, so that keys are made and ended, and members go, one after another. Comes first
   * in a transaction: rows are always locked merchant first, then members, then keys.
   */
  async hold(tx: TransactionClient, merchantId: MerchantId): Promise<void> {
    await holdMerchant(tx, merchantId);
  }

  /** Tells all processes that keys have ended. */
  announce(merchantId: MerchantId): Promise<void> {
    return this.changes.announce(merchantId);
  }
}
