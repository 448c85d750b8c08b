import type { Mode } from '@turnpike/l402';
import type { Scope } from './scope.js';

/** An API key as lists show it: all but the secret, of which only the first characters are kept. */
export interface ApiKeyRecord {
  /** `key_` and 32 hex digits. */
  readonly id: string;
  readonly label: string | null;
  readonly mode: Mode;
  readonly scopes: readonly Scope[];
  readonly prefix: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** Written in batches, so up to half a minute late. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  /** Who made it, as the log of changes calls them; null for keys of before that was written. */
  readonly createdBy: string | null;
}

/** A key just made. `key` is the secret itself, which exists nowhere else. */
export interface IssuedApiKey extends ApiKeyRecord {
  readonly key: string;
}

const API_KEY_ID = /^key_[0-9a-f]{32}$/;

/** Whether a text has the form of a key's id; anything else names no key. */
export function isApiKeyId(text: string): boolean {
  return API_KEY_ID.test(text);
}
