import { auditBounds } from '@turnpike/audit';
import type { AuditPage } from '@turnpike/audit';
import { limits } from '@turnpike/config';
import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';
import { ValidationFailed } from '@turnpike/problems';
import type { Query } from '../challenges/page.query.js';

const ID_MAX = 9_223_372_036_854_775_807n;
const MERCHANT_ID_MAX = 2_147_483_647;

/** Marks the entry that the next page begins after; opaque to callers. */
export function cursorOf(id: string): string {
  return Buffer.from(id).toString('base64url');
}

/** Reads `limit` (1 to 200, default 20), `cursor` and `action`; anything else is `ValidationFailed` (400). */
export function readAuditPage(query: Query): AuditPage {
  const errors: Record<string, string[]> = {};
  const limit = limitOf(query['limit']);
  if (limit === null) errors['limit'] = [`limit must be a whole number from 1 to ${limits.listLimitMax}`];
  const beforeId = idOf(query['cursor']);
  if (beforeId === undefined) errors['cursor'] = ['cursor must be the nextCursor of an answer'];
  const { action } = query;
  const isAction = action === undefined || (typeof action === 'string' && isName(action));
  if (!isAction) errors['action'] = ['action must be the name of an action, such as api_key.create'];
  if (Object.keys(errors).length > 0) throw new ValidationFailed(errors);
  return {
    limit: limit ?? limits.listLimitDefault,
    beforeId: beforeId ?? null,
    action: typeof action === 'string' && action !== '' ? action : null,
  };
}

/** Reads `merchantId`; null if it is absent, `ValidationFailed` (400) for what is none. */
export function readMerchantId(query: Query): MerchantId | null {
  const text = query['merchantId'];
  if (text === undefined || text === '') return null;
  const isNumber = typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) && Number(text) <= MERCHANT_ID_MAX;
  const merchantId = isNumber ? parseMerchantId(Number(text)) : null;
  if (merchantId === null)
    throw new ValidationFailed({ merchantId: ['merchantId must be the number of a merchant'] });
  return merchantId;
}

function limitOf(text: unknown): number | null {
  if (text === undefined) return limits.listLimitDefault;
  const limit = typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= limits.listLimitMax ? limit : null;
}

/** Null for the first page, undefined for what none of our pages gave. */
function idOf(cursor: unknown): string | null | undefined {
  if (cursor === undefined || cursor === '') return null;
  if (typeof cursor !== 'string' || cursor.length > 32) return undefined;
  const id = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^[1-9]\d{0,18}$/.test(id) || BigInt(id) > ID_MAX || cursorOf(id) !== cursor) return undefined;
  return id;
}

function isName(text: string): boolean {
  return text.length <= auditBounds.actionCharsMax && /^[a-z0-9_.]*$/.test(text);
}
