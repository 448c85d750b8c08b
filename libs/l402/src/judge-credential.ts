import { refuse, type ContextMember, type Refusal } from './refusal.js';
import type { Terms } from './terms.js';

/** The request that a credential is to pay for, as far as the merchant tells. Null and absent mean the same. */
export interface VerifyContext {
  /**
   * Unix seconds, whole or with a fraction: a token is good while now is before its whole second of expiry, so both
   * give the same answer. Milliseconds are a mistake that shows at once: every token has expired.
   */
  readonly nowSeconds: number;
  /** Whether resource and an amount are compulsory. */
  readonly strict: boolean;
  readonly resource?: string | null | undefined;
  /** What the request costs exactly. */
  readonly amountSats?: number | null | undefined;
  /** What the request costs at least. */
  readonly minAmountSats?: number | null | undefined;
  readonly method?: string | null | undefined;
  /** SHA-256 of the request's body, 64 hex digits of either case. */
  readonly bodySha256?: string | null | undefined;
}

/**
 * Judges terms that hold against one request: expiry, then compulsory members, resource, amount, method, body, in this
 * order; null if nothing speaks against it. What the request does not say is not compared, unless the token carries
 * `method` or `body_sha256` or the merchant is strict. A challenge's row can stand in for a credential's terms.
 */
export function judgeCredential(terms: Omit<Terms, 'merchantId'>, context: VerifyContext): Refusal | null {
  // Written so that NaN refuses.
  if (!(context.nowSeconds < terms.expiresAtSeconds)) return refuse('expired');

  const missing = missingMembers(terms, context);
  if (missing.length > 0) return { ...refuse('missing_context'), missing };

  if (!isAbsent(context.resource) && context.resource !== terms.resource) return refuse('wrong_resource');
  if (!amountFits(terms.amountSats, context)) return refuse('wrong_amount');
  if (terms.method !== null && !admits(terms.method, context.method)) return refuse('wrong_method');
  if (terms.bodySha256 !== null && context.bodySha256?.toLowerCase() !== terms.bodySha256)
    return refuse('wrong_body');
  return null;
}

function missingMembers(
  terms: Pick<Terms, 'method' | 'bodySha256'>,
  context: VerifyContext,
): ContextMember[] {
  const missing: ContextMember[] = [];
  if (context.strict && isAbsent(context.resource)) missing.push('resource');
  if (context.strict && isAbsent(context.amountSats) && isAbsent(context.minAmountSats))
    missing.push('amountSats');
  if (terms.method !== null && isAbsent(context.method)) missing.push('method');
  if (terms.bodySha256 !== null && isAbsent(context.bodySha256)) missing.push('bodySha256');
  return missing;
}

function amountFits(paid: number, { amountSats, minAmountSats }: VerifyContext): boolean {
  return (isAbsent(amountSats) || paid === amountSats) && (isAbsent(minAmountSats) || paid >= minAmountSats);
}

function admits(bound: string, method: string | null | undefined): boolean {
  return method === bound || (bound === 'GET' && method === 'HEAD');
}

function isAbsent(member: unknown): member is null | undefined {
  return member === undefined || member === null;
}
