import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries/session-queries.js';
import type { Role, Session } from '../api/shapes/session.js';

const ranks: Readonly<Record<Role, number>> = { read_only: 0, developer: 1, owner: 2 };

/** Whether a role is enough where at least another is asked for. */
export function isAtLeast(role: Role | null, least: Role): boolean {
  return role !== null && ranks[role] >= ranks[least];
}

/** The session; only for pages behind the sign-in, where it is always there. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether whoever is signed in may do what asks for at least this role. The server decides; this only spares a refusal. */
export function useMay(least: Role): boolean {
  return isAtLeast(useSession().role, least);
}
