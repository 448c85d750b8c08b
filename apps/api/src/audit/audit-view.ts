import type { AuditEntry } from '@turnpike/audit';
import { cursorOf } from './audit-page.query.js';

/** An entry as its merchant sees it. */
export type AuditEntryView = Omit<AuditEntry, 'merchantId'>;

/** A page of entries, newest first; `nextCursor` is null on the last one. */
export interface AuditPageView<Entry> {
  readonly entries: readonly Entry[];
  readonly nextCursor: string | null;
}

/** The page that was read with one entry more than asked for, which says whether there is another. */
export function auditPageView<Entry extends { readonly id: string }>(
  found: readonly Entry[],
  limit: number,
): AuditPageView<Entry> {
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  return { entries, nextCursor: found.length > limit && last !== undefined ? cursorOf(last.id) : null };
}
