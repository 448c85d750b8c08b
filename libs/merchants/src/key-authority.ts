import type { Actor } from '@turnpike/audit';
import type { TransactionClient } from '@turnpike/database';
import type { Tenant } from '@turnpike/l402';
import { ScopeMissing } from '@turnpike/problems';
import { DEFAULT_SCOPES, knownScopes } from './scope.js';
import type { Scope } from './scope.js';

/** By what right somebody makes a key: for which tenant, who does it and with what powers. */
export interface KeyAuthority extends Tenant {
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
  readonly planTier: string;
  /** Throws, in a transaction that hands powers on, unless they are still held; they then are until it ends. */
  readonly confirm?: Confirmation;
}

/** See `confirm` of {@link KeyAuthority}. */
export type Confirmation = (tx: TransactionClient) => Promise<void>;

/** Refuses, with `ScopeMissing`, to let anybody hand on a scope that they do not hold themselves. */
export function requireScopes(authority: KeyAuthority, scopes: readonly Scope[]): void {
  const missing = scopes.find((scope) => !authority.scopes.has(scope));
  if (missing !== undefined) throw new ScopeMissing(missing, authority.planTier);
}

/**
 * The scopes of a new key, each once: those asked for, or else whatever the maker holds except power over the account. A
 * maker with nothing else to give must ask for what it means, and is refused with `ScopeMissing`.
 */
export function grantScopes(authority: KeyAuthority, asked: readonly Scope[] | null): readonly Scope[] {
  if (asked !== null) {
    requireScopes(authority, asked);
    return knownScopes(asked);
  }
  const held = DEFAULT_SCOPES.filter((scope) => authority.scopes.has(scope));
  if (held.length === 0) requireScopes(authority, DEFAULT_SCOPES);
  return held;
}
