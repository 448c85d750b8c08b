import type { Scope } from '../../api/shapes/api-keys.js';

/** A scope in words. */
export interface ScopeWords {
  readonly scope: Scope;
  readonly name: string;
  readonly means: string;
}

/** What keys may do, in the order in which a server needs it. */
export const scopeWords: readonly ScopeWords[] = [
  { scope: 'challenges:write', name: 'Mint', means: 'Make challenges, and revoke them.' },
  {
    scope: 'challenges:verify',
    name: 'Verify',
    means: 'Check credentials, and commit or release their uses.',
  },
  { scope: 'challenges:read', name: 'Read', means: 'List challenges and what became of them.' },
  {
    scope: 'merchant:admin',
    name: 'Admin',
    means: 'Everything in this dashboard: keys, wallets, webhooks, settings. Keep it off your servers.',
  },
];

/** What a key gets unless it is said otherwise: all that a server needs. */
export const usualScopes: readonly Scope[] = ['challenges:write', 'challenges:verify', 'challenges:read'];

/** A scope in one word. */
export function scopeName(scope: Scope): string {
  return scopeWords.find((one) => one.scope === scope)?.name ?? scope;
}
