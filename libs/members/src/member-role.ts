import { SCOPES } from '@turnpike/merchants';
import type { Scope } from '@turnpike/merchants';

/** What a member may be, the least first. */
export const MEMBER_ROLES = ['read_only', 'developer', 'owner'] as const;

/** One of {@link MEMBER_ROLES}. */
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** Whether a role is as much as another, or more. Nobody's role is less than any. */
export function isRoleAtLeast(role: MemberRole | null, least: MemberRole): boolean {
  return role !== null && MEMBER_ROLES.indexOf(role) >= MEMBER_ROLES.indexOf(least);
}

/**
 * The scopes that a member holds and may hand on in an API key. Power over the account is an owner's alone, since a key
 * with it could do what a developer may not.
 */
export function scopesOfRole(role: MemberRole): readonly Scope[] {
  if (role === 'owner') return SCOPES;
  return role === 'developer' ? SCOPES.filter((scope) => scope !== 'merchant:admin') : ['challenges:read'];
}

/** Whether a role hands on anything in an API key at all. */
export function mayMakeKeys(role: MemberRole): boolean {
  return isRoleAtLeast(role, 'developer');
}

/** The role that a key's scopes amount to, for screens that ask who may do what. */
export function roleOfScopes(scopes: ReadonlySet<Scope>): MemberRole {
  if (scopes.has('merchant:admin')) return 'owner';
  return scopes.has('challenges:write') || scopes.has('challenges:verify') ? 'developer' : 'read_only';
}

/** The role of a stored word. Throws on a word that is none of ours. */
export function memberRole(word: string): MemberRole {
  const role = MEMBER_ROLES.find((known) => known === word);
  if (role === undefined) throw new Error('A row holds a role that is none of ours.');
  return role;
}
