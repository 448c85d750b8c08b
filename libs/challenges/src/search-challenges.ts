import { Clock, limits } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { type Tenant } from '@turnpike/l402';
import { ValidationFailed } from '@turnpike/problems';
import { Injectable } from '@nestjs/common';

import { comesAfter, placeFromCursor, placeToCursor } from './challenge-place.js';
import { type ChallengeRecord } from './challenge-record.js';
import {
  type ChallengeSearchRepository,
  type FoundChallenge,
  inSearch,
  type WalkedRows,
} from './challenge-search.repository.js';
import { type ChallengeSearch, type SearchedPage } from './challenge-search.js';
import { type SearchWalk } from './search-source.sql.js';
import { isStorable } from './storable-text.js';

/** Challenges that were found, the newest first. */
export interface FoundChallenges {
  readonly challenges: readonly ChallengeRecord[];
  /** From where to go on; null at the end. */
  readonly nextCursor: string | null;
}

const HASH = new RegExp(`^[0-9a-f]{${String(limits.searchHashDigitsMin)},64}$`, 'i');

/**
 * Looks for a tenant's challenges. However many there are, a page reads a bounded number of rows: where few of those fit, it
 * holds fewer than asked for, even none, and the next one goes on from there.
 */
@Injectable()
export class SearchChallenges {
  constructor(
    private readonly pool: ColdPool,
    private readonly clock: Clock,
  ) {}

  /** `limit` is taken as checked. A cursor that is none of ours is `ValidationFailed` (400). */
  async run(
    tenant: Tenant,
    search: ChallengeSearch,
    limit: number,
    cursor: string | null,
  ): Promise<FoundChallenges> {
    const after = cursor === null ? null : placeFromCursor(cursor);
    if (cursor !== null && after === null)
      throw new ValidationFailed({ cursor: ['cursor must be the nextCursor of an answer'] });
    const texts = [search.text, search.resource, search.payer];
    if (texts.some((text) => text !== null && !isStorable(text))) return { challenges: [], nextCursor: null };
    const page = { search, after, max: limit + 1, now: this.clock.now() };
    return pageOf(await inSearch(this.pool, (repository) => walksOf(repository, tenant, page)), limit);
  }
}

/** What is to be walked through, one after the other. */
async function walksOf(
  repository: ChallengeSearchRepository,
  tenant: Tenant,
  page: SearchedPage,
): Promise<WalkedRows[]> {
  const { text, payer, resource } = page.search;
  if (text !== null) return walksForText(repository, tenant, page, text);
  if (payer !== null) return [await repository.walk(tenant, page, { by: 'payer', payer })];
  if (resource !== null) return [await repository.walk(tenant, page, { by: 'resource', resource })];
  return [await repository.walk(tenant, page, { by: 'time' })];
}

/** A text may be one of several things. Where it is none of them, that is found out at once. */
async function walksForText(
  repository: ChallengeSearchRepository,
  tenant: Tenant,
  page: SearchedPage,
  text: string,
): Promise<WalkedRows[]> {
  const walks: SearchWalk[] = [
    { by: 'payer', payer: text },
    { by: 'idempotency', key: text },
  ];
  if (HASH.test(text)) walks.push({ by: 'hash', digits: text.toLowerCase() });
  const resources = await repository.resources(tenant, text);
  for (const resource of resources ?? []) walks.push({ by: 'resource', resource });

  const walked: WalkedRows[] = [];
  for (const walk of walks) walked.push(await repository.walk(tenant, page, walk));
  if (resources === null) walked.push(await repository.walk(tenant, page, { by: 'time' }, text));
  return walked;
}

/** The newest of all walks. Below where one of them was cut off, the others may have found what does not come next. */
function pageOf(walks: readonly WalkedRows[], limit: number): FoundChallenges {
  const cuts = walks.flatMap(({ cutAt }) => cutAt ?? []);
  const cutAt = cuts.reduce<(typeof cuts)[number] | null>(
    (first, cut) => (first === null || comesAfter(first, cut) ? cut : first),
    null,
  );
  const byKey = new Map<string, FoundChallenge>();
  for (const { found } of walks) for (const each of found) byKey.set(each.key, each);
  const all = [...byKey.values()]
    .filter((each) => cutAt === null || !comesAfter(each, cutAt))
    .sort((a, b) => (comesAfter(a, b) ? 1 : -1));
  const shown = all.slice(0, limit);
  const last = all.length > limit ? shown.at(-1) : cutAt;
  return {
    challenges: shown.map(
      ({ challenge: { invoice: _invoice, description: _description, ...record } }) => record,
    ),
    nextCursor: last ? placeToCursor(last) : null,
  };
}
