import type { Role } from './session.js';

/** Somebody who may sign in for the merchant. */
export interface Member {
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly joinedAt: string;
  readonly lastSeenAt: string | null;
  readonly totpEnabled: boolean;
}

/** Somebody who was asked to. */
export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly expiresAt: string;
  readonly createdAt: string;
}

/** What became of the keys that somebody made who may make them no more. */
export interface KeysLeft {
  readonly apiKeysRevoked: number;
  readonly apiKeysLeft: number;
}

/** All of both. */
export interface MemberList {
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
}
