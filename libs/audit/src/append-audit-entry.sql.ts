import type { Transaction, TransactionClient } from '@turnpike/database';
import { modeNumber } from '@turnpike/l402';
import type { AuditedChange } from './audit-entry.js';
import type { Author } from './author.js';

const APPEND = `
INSERT INTO audit_entry (merchant_id, mode, actor_kind, actor_id, actor_label, action, target, detail, correlation_id, address, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

/**
 * Puts a change into the log, in the transaction of the change, so that there is never one without the other. Takes either
 * kind of transaction.
 */
export async function appendAuditEntry(
  transaction: TransactionClient | Transaction,
  { actor, correlationId, address }: Author,
  { merchantId, mode, action, target, detail, at }: AuditedChange,
): Promise<void> {
  const inMode = mode === null ? null : modeNumber(mode);
  if ('auditEntry' in transaction) {
    await transaction.auditEntry.create({
      data: {
        merchantId,
        mode: inMode,
        actorKind: actor.kind,
        actorId: actor.id,
        actorLabel: actor.label,
        action,
        target,
        detail,
        correlationId,
        address,
        at,
      },
      select: { id: true },
    });
  } else {
    const by = [actor.kind, actor.id, actor.label];
    await transaction.query({
      name: 'audit-append',
      text: APPEND,
      values: [merchantId, inMode, ...by, action, target, JSON.stringify(detail), correlationId, address, at],
    });
  }
}
