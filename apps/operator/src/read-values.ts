import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId, Mode } from '@turnpike/l402';
import { SCOPES } from '@turnpike/merchants';
import type { Scope } from '@turnpike/merchants';
import { isEmail } from 'class-validator';
import { operatorBounds } from './operator-bounds.js';
import { UsageError } from './command.js';

const MERCHANT_ID_MAX = 2_147_483_647;

/** The number of a merchant. */
export function readMerchant(text: string): MerchantId {
  const number = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  const merchantId = number <= MERCHANT_ID_MAX ? parseMerchantId(number) : null;
  if (merchantId === null) throw new UsageError('--merchant must be the number of a merchant');
  return merchantId;
}

/** One of the two modes. */
export function readMode(text: string): Mode {
  if (text === 'test' || text === 'live') return text;
  throw new UsageError('--mode must be test or live');
}

/** Scopes, comma-separated, each once. */
export function readScopes(text: string): readonly Scope[] {
  const asked = text.split(',').map((word) => word.trim());
  const unknown = asked.find((word) => !(SCOPES as readonly string[]).includes(word));
  if (unknown !== undefined)
    throw new UsageError(`--scopes does not know ${JSON.stringify(unknown)}; there are ${SCOPES.join(', ')}`);
  return SCOPES.filter((scope) => asked.includes(scope));
}

/** An e-mail address. */
export function readEmail(text: string): string {
  if (text.length > operatorBounds.emailCharsMax || !isEmail(text))
    throw new UsageError('--email must be an e-mail address');
  return text;
}

/** A text for people: so many characters at most, not blank, without control characters. */
export function readLabel(option: string, text: string, charsMax: number): string {
  const label = text.trim();
  if (label === '' || Array.from(label).length > charsMax || /[\p{Cc}\p{Cs}]/u.test(label))
    throw new UsageError(`--${option} must be 1 to ${charsMax} characters, without control characters`);
  return label;
}

/** A whole number from 1 on. */
export function readCount(option: string, text: string, max: number): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > max) throw new UsageError(`--${option} must be a whole number from 1 to ${max}`);
  return count;
}

/** A moment, RFC 3339. */
export function readInstant(option: string, text: string): Date {
  const at = new Date(text);
  if (
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text) ||
    Number.isNaN(at.getTime())
  )
    throw new UsageError(`--${option} must be a time such as 2030-06-30T00:00:00Z`);
  return at;
}
