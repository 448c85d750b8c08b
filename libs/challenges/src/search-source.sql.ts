import { limits } from '@turnpike/config';
import { modeNumber, type Tenant } from '@turnpike/l402';

import { CHALLENGE_COLUMNS } from './challenge-row.sql.js';
import { type SearchedPage } from './challenge-search.js';
import { type ChallengeStatus } from './challenge-record.js';
import { type Settlement } from './settlement.js';

/** A statement with its parameters. */
export interface SearchStatement {
  readonly text: string;
  readonly values: unknown[];
}

/** By which index challenges are walked through, the newest first. What the walk does not ask for is asked of each row. */
export type SearchWalk =
  | { readonly by: 'time' }
  | { readonly by: 'payer'; readonly payer: string }
  | { readonly by: 'resource'; readonly resource: string }
  | { readonly by: 'hash'; readonly digits: string }
  | { readonly by: 'idempotency'; readonly key: string };

const STATUS: Record<ChallengeStatus, string> = {
  paid: 'c.paid_at IS NOT NULL',
  unpaid: 'c.paid_at IS NULL AND c.invoice_expires_at > $now',
  expired: 'c.paid_at IS NULL AND c.invoice_expires_at <= $now',
};

const SETTLEMENT: Record<Settlement, string> = {
  open: 'l.settlement IN (0, 4)',
  settled: 'l.settlement = 1 AND c.settled_at IS NOT NULL',
  expired: 'l.settlement = 2',
  unknown: 'l.settlement = 3',
};

/** Texts of SQL with the values they name. */
class Values {
  readonly all: unknown[] = [];

  add(value: unknown): string {
    this.all.push(value);
    return `$${String(this.all.length)}`;
  }
}

/** What is asked of each row that the walk comes by; nothing where the walk gives only rows that fit. */
function askedOfRows(
  values: Values,
  { search, now }: SearchedPage,
  walk: SearchWalk,
  prefix: string | null,
): string[] {
  const asked: string[] = [];
  if (search.payer !== null && (walk.by !== 'payer' || walk.payer !== search.payer))
    asked.push(`c.payer = ${values.add(search.payer)}`);
  if (search.resource !== null && (walk.by !== 'resource' || walk.resource !== search.resource))
    asked.push(`c.resource = ${values.add(search.resource)}`);
  if (prefix !== null) asked.push(`starts_with(c.resource, ${values.add(prefix)})`);
  const isWalked = walk.by === 'time' && search.status === 'paid';
  if (search.status !== null && !isWalked) {
    asked.push(STATUS[search.status].replace('$now', () => values.add(now)));
  }
  if (search.settlement !== null) asked.push(SETTLEMENT[search.settlement]);
  return asked;
}

/** Where the walk goes; its rows come the newest first. */
function walked(
  values: Values,
  tenant: Tenant,
  { search, after, now }: SearchedPage,
  walk: SearchWalk,
): string {
  const where = [
    `c.merchant_id = ${values.add(tenant.merchantId)}`,
    `c.mode = ${values.add(modeNumber(tenant.mode))}`,
  ];
  if (search.from !== null) where.push(`c.created_at >= ${values.add(search.from)}`);
  if (search.before !== null) where.push(`c.created_at < ${values.add(search.before)}`);
  if (after !== null) {
    const [at, key] = [values.add(after.createdAt), values.add(after.key)];
    where.push(`c.created_at <= ${at} AND (c.created_at < ${at} OR c.key > ${key}::uuid)`);
  }
  const from = (more: readonly string[]): string => `challenge c WHERE ${[...where, ...more].join(' AND ')}`;
  switch (walk.by) {
    case 'payer':
      return from([`c.payer = ${values.add(walk.payer)}`]);
    case 'resource':
      return from([`c.resource <> ''`, `c.resource COLLATE "C" = ${values.add(walk.resource)}`]);
    case 'hash': {
      const [low, high] = [values.add(walk.digits.padEnd(64, '0')), values.add(walk.digits.padEnd(64, 'f'))];
      const range = `c.payment_hash BETWEEN decode(${low}, 'hex') AND decode(${high}, 'hex')`;
      // Gathered first: along the newest there might be none for a long way.
      return `(SELECT * FROM ${from([range])} LIMIT ${String(limits.searchRowsMax)}) c`;
    }
    case 'idempotency': {
      const [id, mode] = [values.add(tenant.merchantId), values.add(modeNumber(tenant.mode))];
      const named = `SELECT k.challenge_key FROM idempotency_key k
        WHERE k.merchant_id = ${id} AND k.mode = ${mode} AND k.key = ${values.add(walk.key)}`;
      return `(SELECT * FROM ${from([`c.key = (${named})`])} OFFSET 0) c`;
    }
    case 'time':
      return from(ofStatus(values, search.status, search.settlement, now));
  }
}

/** What partial indexes are for. What is open was minted lately. */
function ofStatus(
  values: Values,
  status: ChallengeStatus | null,
  settlement: Settlement | null,
  now: Date,
): string[] {
  if (status === 'unpaid') {
    const since = new Date(now.getTime() - limits.invoiceExpirySecondsFromWalletMax * 1000);
    return ['c.paid_at IS NULL', `c.created_at >= ${values.add(since)}`];
  }
  if (status === 'expired') return ['c.paid_at IS NULL'];
  return status === 'paid' || settlement === 'settled' ? ['c.paid_at IS NOT NULL'] : [];
}

const NEWEST_FIRST = 'ORDER BY c.created_at DESC, c.key';

/** The rows of a page, found along one walk; `isCut` if the walk ends at its bound, where it may have found too few. */
export function searchRows(
  tenant: Tenant,
  page: SearchedPage,
  walk: SearchWalk,
  prefix: string | null,
): SearchStatement & { readonly isCut: boolean } {
  const values = new Values();
  const source = walked(values, tenant, page, walk);
  const asked = askedOfRows(values, page, walk, prefix);
  const isCut = asked.length > 0;
  const bound = values.add(isCut ? limits.searchRowsMax : page.max);
  // Row by row, so that who has found enough reads no more: the ledger is asked for each by its key.
  const text = `SELECT ${CHALLENGE_COLUMNS}, c.key
    FROM (SELECT c.* FROM ${source} ${NEWEST_FIRST} LIMIT ${bound}) c
    CROSS JOIN LATERAL (SELECT * FROM challenge_ledger l WHERE l.key = c.key OFFSET 0) l
    ${isCut ? `WHERE ${asked.join(' AND ')}` : ''} ${NEWEST_FIRST} LIMIT ${values.add(page.max)}`;
  return { text, values: values.all, isCut };
}

/** Where a walk that found too few was cut off; no row if it came to its end. */
export function searchEnd(tenant: Tenant, page: SearchedPage, walk: SearchWalk): SearchStatement {
  const values = new Values();
  const source = walked(values, tenant, page, walk);
  const text = `SELECT c.created_at, c.key FROM ${source} ${NEWEST_FIRST} LIMIT 1 OFFSET ${values.add(limits.searchRowsMax - 1)}`;
  return { text, values: values.all };
}

/** The resources that begin so, one more than the bound at most: from one to the next along their index. */
export function searchResources(tenant: Tenant, prefix: string): SearchStatement {
  const next = (condition: string): string => `
    SELECT c.resource COLLATE "C" AS resource FROM challenge c
    WHERE c.merchant_id = $1 AND c.mode = $2 AND c.resource <> '' AND c.resource COLLATE "C" ${condition}
    ORDER BY c.resource COLLATE "C" LIMIT 1`;
  const text = `
    WITH RECURSIVE found AS (
      (${next('>= $3')})
      UNION ALL
      SELECT (${next('> found.resource')}) FROM found WHERE starts_with(found.resource, $3)
    )
    SELECT resource FROM found WHERE starts_with(resource, $3) LIMIT $4`;
  return {
    text,
    values: [tenant.merchantId, modeNumber(tenant.mode), prefix, limits.searchResourcesMax + 1],
  };
}
