/** What a key may be allowed to do, in the order in which lists show it. No scope implies another. */
export const SCOPES = ['challenges:write', 'challenges:verify', 'challenges:read', 'merchant:admin'] as const;

/** One power of an API key. */
export type Scope = (typeof SCOPES)[number];

/** What a new key gets unless its maker says otherwise: everything but the power over the account itself. */
export const DEFAULT_SCOPES: readonly Scope[] = SCOPES.filter((scope) => scope !== 'merchant:admin');

/**
 * The scopes among `texts`, each once and in the order of {@link SCOPES}. Unknown ones are left out, so that a
 * row written by a newer version grants nothing this one does not understand.
 */
export function knownScopes(texts: readonly string[]): readonly Scope[] {
  return SCOPES.filter((scope) => texts.includes(scope));
}
