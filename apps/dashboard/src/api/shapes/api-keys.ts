import type { Mode } from '../mode.js';

/** What a key may do; none implies another. */
export type Scope = 'challenges:write' | 'challenges:verify' | 'challenges:read' | 'merchant:admin';

/** An API key without its secret. */
export interface ApiKey {
  readonly id: string;
  readonly label: string | null;
  readonly mode: Mode;
  readonly scopes: readonly Scope[];
  readonly prefix: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  readonly createdBy: string | null;
}

/** A key as it is made: with its secret, this once. */
export interface NewApiKey extends ApiKey {
  readonly key: string;
}
