import type { Mode } from '../mode.js';

/** A change, and who made it. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  /** Null for what is of both modes, or of none. */
  readonly mode: Mode | null;
  readonly actor: { readonly kind: string; readonly id: string; readonly label: string | null };
  readonly action: string;
  readonly target: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly correlationId: string | null;
  readonly address: string | null;
  /** In the log of the whole instance: whose it is. */
  readonly merchantId?: number | null;
}

/** One page of changes, newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly nextCursor: string | null;
}
