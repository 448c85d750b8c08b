import type { Mode } from '@turnpike/l402';
import type { Actor } from './actor.js';

/** What was done, as a noun and a verb: `api_key.create`. */
export type AuditAction = `${string}.${string}`;

/** A value of an entry's detail. */
export type AuditValue =
  string | number | boolean | null | readonly AuditValue[] | { readonly [name: string]: AuditValue };

/** What of a change is worth telling. It must hold no secret: it is kept and shown as it is. */
export type AuditDetail = Readonly<Record<string, AuditValue>>;

/** A change, as whoever makes it tells it. */
export interface AuditedChange {
  /** Null for what is the instance's. */
  readonly merchantId: number | null;
  /** Null for what is of both modes, or of none. */
  readonly mode: Mode | null;
  readonly action: AuditAction;
  /** What was changed, as its routes name it; null where the action says it. */
  readonly target: string | null;
  readonly detail: AuditDetail;
  readonly at: Date;
}

/** An entry of the log. */
export interface AuditEntry extends Omit<AuditedChange, 'action'> {
  /** Decimal; later entries have higher ones. */
  readonly id: string;
  readonly action: string;
  readonly actor: Actor;
  readonly correlationId: string | null;
  readonly address: string | null;
}
