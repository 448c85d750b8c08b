import { AnswerMembers } from '../answer-members.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  type RejectedMember,
  type WalletError,
} from '../wallet-errors.js';
import type { WalletAnswer } from '../wallet-http.js';

/** Strike's own words about a call that failed; empty where it said none that can be read. */
export interface StrikeComplaint {
  readonly code: string;
  readonly traceId: string;
  /** The members of the request that it finds wrong. */
  readonly fields: readonly string[];
}

const MAINTENANCE_SECONDS = 60;
const UNAVAILABLE_SECONDS = 5;
/** Shorter than an API key, so that a key that is echoed is never logged. */
const WORD = /^[\w.:-]{1,48}$/;

const UNAVAILABLE_CODES: Readonly<Record<string, number>> = {
  MAINTENANCE_MODE: MAINTENANCE_SECONDS,
  LN_UNAVAILABLE: UNAVAILABLE_SECONDS,
  EXCHANGE_RATE_NOT_AVAILABLE: UNAVAILABLE_SECONDS,
};
const AMOUNT_CODES: ReadonlySet<string> = new Set(['INVALID_AMOUNT', 'AMOUNT_TOO_HIGH', 'AMOUNT_TOO_LOW']);
const MEMBERS: readonly (readonly [RegExp, RejectedMember])[] = [
  [/amount/i, 'amount'],
  [/description/i, 'description'],
  [/expir/i, 'expiry'],
];

/** Reads the body of an error: `{traceId, data: {status, code, message, validationErrors}}`. Never throws. */
export function readComplaint(answer: WalletAnswer): StrikeComplaint {
  try {
    const members = AnswerMembers.of(answer.jsonOrNull());
    const data = members.objectOrNull('data');
    return {
      code: wordOf(data?.textOrNull('code')),
      traceId: wordOf(members.textOrNull('traceId')),
      fields: data?.objectOrNull('validationErrors')?.names ?? [],
    };
  } catch (error) {
    if (!(error instanceof ProtocolViolation)) throw error;
    return { code: '', traceId: '', fields: [] };
  }
}

function wordOf(text: string | null | undefined): string {
  return typeof text === 'string' && WORD.test(text) ? text : '';
}

/**
 * What an answer that is no success means. `rateLimitedSeconds` is how long the limit that this call counts towards locks
 * the key where Strike does not say.
 */
export function strikeFailure(
  answer: WalletAnswer,
  complaint: StrikeComplaint,
  rateLimitedSeconds: number,
): WalletError {
  const { status } = answer;
  const { code, fields } = complaint;
  if (status === 429 || code === 'RATE_LIMIT_EXCEEDED')
    return new RateLimited(answer.retryAfterSeconds(rateLimitedSeconds));
  const pause = UNAVAILABLE_CODES[code];
  if (pause !== undefined) return new Unavailable(answer.retryAfterSeconds(pause));
  if (status === 401 || status === 403) return new CredentialInvalid();
  if (status >= 500) return new Unavailable(answer.retryAfterSeconds(UNAVAILABLE_SECONDS));
  if (AMOUNT_CODES.has(code)) return new Rejected('amount');
  if (status === 400 || status === 409 || status === 422) return new Rejected(memberOf(fields));
  return new ProtocolViolation(`status ${status}`);
}

function memberOf(fields: readonly string[]): RejectedMember {
  const found = MEMBERS.find(([pattern]) => fields.some((field) => pattern.test(field)));
  return found?.[1] ?? 'request';
}
