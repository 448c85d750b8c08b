import { limits } from '@turnpike/config';
import { ColdPool, stepwise, type Transaction } from '@turnpike/database';
import { type Tenant } from '@turnpike/l402';

import { challengeKeyFromUuid } from './challenge-key.js';
import { type ChallengePlace } from './challenge-place.js';
import { type ChallengeDetail } from './challenge-record.js';
import { type ChallengeRow, toChallengeDetail } from './challenge-row.sql.js';
import { type SearchedPage } from './challenge-search.js';
import { searchEnd, searchResources, searchRows, type SearchWalk } from './search-source.sql.js';

/** A challenge that was found, with its place. */
export interface FoundChallenge extends ChallengePlace {
  readonly challenge: ChallengeDetail;
}

/** What one walk found, the newest first, and where it was cut off before it had found enough. */
export interface WalkedRows {
  readonly found: readonly FoundChallenge[];
  readonly cutAt: ChallengePlace | null;
}

/** Does a search, on one connection. */
export function inSearch<T>(
  pool: ColdPool,
  work: (repository: ChallengeSearchRepository) => Promise<T>,
): Promise<T> {
  return stepwise(pool, (transaction) => work(new ChallengeSearchRepository(transaction)));
}

/** Looks for challenges along their indexes; every statement reads a bounded number of rows. */
export class ChallengeSearchRepository {
  constructor(private readonly transaction: Transaction) {}

  /** One walk; `prefix` is how resources have to begin besides. */
  async walk(
    tenant: Tenant,
    page: SearchedPage,
    walk: SearchWalk,
    prefix: string | null = null,
  ): Promise<WalkedRows> {
    const { text, values, isCut } = searchRows(tenant, page, walk, prefix);
    const { rows } = await this.transaction.query<ChallengeRow & { key: string }>({ text, values });
    const found = rows.map((row) => ({
      createdAt: row.created_at,
      key: challengeKeyFromUuid(row.key),
      challenge: toChallengeDetail(row, page.now),
    }));
    return { found, cutAt: isCut && found.length < page.max ? await this.end(tenant, page, walk) : null };
  }

  /** The tenant's resources that begin so; null if they are too many to be kept apart. */
  async resources(tenant: Tenant, prefix: string): Promise<string[] | null> {
    const { rows } = await this.transaction.query<{ resource: string }>(searchResources(tenant, prefix));
    return rows.length > limits.searchResourcesMax ? null : rows.map(({ resource }) => resource);
  }

  private async end(tenant: Tenant, page: SearchedPage, walk: SearchWalk): Promise<ChallengePlace | null> {
    const { rows } = await this.transaction.query<{ created_at: Date; key: string }>(
      searchEnd(tenant, page, walk),
    );
    return rows[0] ? { createdAt: rows[0].created_at, key: challengeKeyFromUuid(rows[0].key) } : null;
  }
}
