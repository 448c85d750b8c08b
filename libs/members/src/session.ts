import type { MerchantId, Mode } from '@turnpike/l402';
import type { Principal } from '@turnpike/merchants';
import type { MemberRole } from './member-role.js';

/** Who has signed in as themselves. */
export interface SignedInUser {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly operator: boolean;
}

/** A session as requests see it, frozen and shared by them. */
export interface KnownSession {
  readonly id: string;
  /** Null for one that an API key or the operator's link has opened. */
  readonly user: SignedInUser | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** The merchant that is looked at; null for somebody who belongs to none, or no longer to that one. */
  readonly merchantId: MerchantId | null;
  readonly merchantName: string | null;
  readonly role: MemberRole | null;
  /** The mode that an API key fixes; null where each request chooses. */
  readonly mode: Mode | null;
  /** Whether an API key has opened it, whose scopes then decide in place of a role. */
  readonly byKey: boolean;
  /** Who the caller is in a mode; absent in a mode that the key does not have. */
  readonly principals: { readonly [M in Mode]?: Principal };
}

/** What a browser is known by, as far as the server can tell. */
export interface Visitor {
  readonly ip: string | undefined;
  /** Whom limits per address count. */
  readonly bucket: string;
  readonly userAgent: string | null;
  /** The id of the call, as answers and logs have it. */
  readonly correlationId: string;
}

/** A session just opened; `token` is for the cookie and exists nowhere else. */
export interface OpenedSession {
  readonly id: string;
  readonly token: string;
  readonly merchantId: MerchantId | null;
  readonly expiresAt: Date;
}

/** A session in the list of its user. */
export interface ListedSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}
