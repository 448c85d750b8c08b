import type { Credential } from '@turnpike/http402';
import { L402ApiError, type VerificationResult, type VerifyTokenArgs } from '@turnpike/server-sdk';

import type { PaywallSettings } from './paywall-settings.js';
import { newRequestId } from './request-id.js';
import type { Terms } from './terms.js';

/** What became of a credential: admitted, refused by the broker, or not judged at all. */
export type Judgement =
  | { readonly is: 'admitted'; readonly verdict: VerificationResult; readonly requestId: string | undefined }
  | { readonly is: 'refused'; readonly verdict: VerificationResult }
  | { readonly is: 'unknown'; readonly retryAfterSeconds: number | undefined };

/** Asks the broker about a credential. Never throws: whatever goes wrong, nothing is known. */
export async function judge<Request>(
  settings: PaywallSettings<Request>,
  credential: Credential,
  terms: Terms,
  method: string,
): Promise<Judgement> {
  const { client, maxUses, reserve = false, lost, uses, report } = settings;
  const named = maxUses !== undefined || reserve || credential.scheme === 'payment';
  const asked: VerifyTokenArgs = {
    ...sent(credential),
    resource: terms.resource,
    method,
    minAmountSats: terms.minAmountSats,
    ...(reserve ? { reserve } : {}),
  };
  const requestId = named ? (lost.take(asked) ?? newRequestId()) : undefined;
  const question = requestId === undefined ? asked : { ...asked, requestId };
  try {
    const verdict = await client.verifyToken(question);
    if (!verdict.valid) return { is: 'refused', verdict };
    if (isFor(terms, verdict)) return { is: 'admitted', verdict, requestId };
    throw new Error('l402: the broker admitted a credential without saying that it is for this request');
  } catch (error) {
    report(error);
    if (reserve) void uses.giveBack(question, error);
    else if (requestId !== undefined) lost.put(asked, requestId);
    return { is: 'unknown', retryAfterSeconds: laterOf(error) };
  }
}

/** When to come again, where the broker said. */
export function laterOf(error: unknown): number | undefined {
  return error instanceof L402ApiError ? error.retryAfterSeconds : undefined;
}

function sent(credential: Credential): VerifyTokenArgs {
  if (credential.scheme === 'payment') return { credential: credential.credential };
  if (credential.scheme === 'payment-legacy') return { preimage: credential.preimage };
  return { macaroon: credential.macaroon, preimage: credential.preimage };
}

/** A verdict counts only if it repeats what was asked: an answer from somewhere else opens nothing. */
function isFor({ resource, minAmountSats }: Terms, verdict: VerificationResult): boolean {
  return verdict.resource === resource && (verdict.amountSats ?? 0) >= minAmountSats;
}
