import type { Mode } from '../mode.js';

/** What a member may do, from least to most. */
export type Role = 'read_only' | 'developer' | 'owner';

/** A merchant that the member belongs to. */
export interface Membership {
  readonly merchantId: number;
  readonly name: string;
  readonly role: Role;
}

/** Who is signed in. */
export interface SignedInMember {
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly hasPassword: boolean;
  readonly totpEnabled: boolean;
  readonly passkeys: number;
}

/** The session of this browser. */
export interface Session {
  readonly expiresAt: string;
  /** Null for who belongs to no merchant, as an operator may. */
  readonly merchantId: number | null;
  /** Null for who belongs to no merchant. */
  readonly role: Role | null;
  /** Fixed where the session was made from an API key. */
  readonly mode: Mode | null;
  readonly member: SignedInMember | null;
  readonly merchants: readonly Membership[];
  readonly operator: boolean;
}

/** What anybody may know of this instance. */
export interface Instance {
  readonly name: string;
  readonly version: string;
  readonly signup: { readonly free: boolean; readonly l402: boolean; readonly l402PriceSats: number | null };
  readonly mail: 'smtp' | 'outbox';
  readonly publicUrl: string;
  readonly plansOffered: boolean;
}
