import type { VerificationResult } from '@turnpike/server-sdk';

/** What a handler learns of how its request was paid: the broker's verdict, or why nothing was asked. */
export type L402Result =
  | (VerificationResult & { readonly paid: true; readonly requestId?: string })
  | { readonly paid: false; readonly why: 'free' | 'quota' };

const results = new WeakMap<object, L402Result>();

/** Remembers the result of a request. */
export function rememberResult(request: object, result: L402Result): void {
  results.set(request, result);
}

/** How this request was paid, in any framework; `undefined` if no paywall stood before it. */
export function l402Of(request: object): L402Result | undefined {
  return results.get(request);
}
