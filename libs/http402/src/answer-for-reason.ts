import type { CredentialScheme } from './parse-credential.js';
import { problemTypeFor, type PaymentProblemType } from './payment-problem-type.js';

/**
 * What the payer gets. 402: a fresh challenge under this problem type. 503: the payer may have paid, so no challenge,
 * come back later. 500: the seller's integration is at fault, and no payment would help.
 */
export type PayerAnswer =
  | { readonly status: 402; readonly type: PaymentProblemType }
  | { readonly status: 503; readonly slug: 'verification_unavailable' }
  | { readonly status: 500; readonly slug: 'internal_error' };

/** Members of the verify call whose caveats a token carries only if somebody chose to add them. */
export type OptionalCaveatMember = 'method' | 'bodySha256';

/** What decides besides the reason. `missing` is the verdict's own list; `minted` says which caveats *we* put in. */
export interface AnswerContext {
  readonly scheme?: CredentialScheme;
  readonly missing?: readonly string[] | null;
  readonly minted?: readonly OptionalCaveatMember[];
}

/** Also the answer when verification failed or timed out: a new challenge would make the payer pay twice. */
export const VERIFICATION_UNAVAILABLE = {
  status: 503,
  slug: 'verification_unavailable',
} as const satisfies PayerAnswer;

const INTEGRATION_FAULT: PayerAnswer = { status: 500, slug: 'internal_error' };

const PERHAPS_PAID: ReadonlySet<string> = new Set(['uses_reserved', 'not_settled', 'settlement_unknown']);
const OPTIONAL_CAVEAT_MEMBERS: ReadonlySet<string> = new Set<OptionalCaveatMember>(['method', 'bodySha256']);

/**
 * The answer to a payer whose credential was refused for this reason, or who sent none (`null`). Everything that is
 * not named here, reasons of later versions included, is a 402: auto-paying clients buy again only on that.
 */
export function answerForReason(reason: string | null, context: AnswerContext = {}): PayerAnswer {
  if (reason !== null && PERHAPS_PAID.has(reason)) return VERIFICATION_UNAVAILABLE;
  if (reason === 'request_id_reused') return INTEGRATION_FAULT;
  if (reason === 'missing_context' && !isMissingByPayersChoice(context)) return INTEGRATION_FAULT;
  return { status: 402, type: problemTypeFor(reason, context.scheme) };
}

/** Whether only caveats are unanswered that the payer appended: a token we did not sell so cannot be used so. */
function isMissingByPayersChoice({ missing, minted = [] }: AnswerContext): boolean {
  if (!missing?.length) return false;
  const ours: readonly string[] = minted;
  return missing.every((member) => OPTIONAL_CAVEAT_MEMBERS.has(member) && !ours.includes(member));
}
