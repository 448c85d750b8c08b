import { Injectable } from '@nestjs/common';
import type { Tenant } from '@turnpike/l402';
import type { AuditEntry } from './audit-entry.js';
import { auditBounds } from './audit-bounds.js';
import { AuditLogRepository } from './audit-log.repository.js';
import type { AuditSearch } from './audit-log.repository.js';

const DAY_MILLIS = 86_400_000;

/** Which page of the log: entries older than `beforeId`, newest first. */
export type AuditPage = Pick<AuditSearch, 'action' | 'beforeId' | 'limit'>;

/** The log of changes, as it is read. */
@Injectable()
export class AuditLog {
  constructor(private readonly repository: AuditLogRepository) {}

  /** A merchant's entries, without those that are of the other mode only. */
  ofTenant({ merchantId, mode }: Tenant, page: AuditPage): Promise<readonly AuditEntry[]> {
    return this.repository.find({ ...page, merchantId, mode });
  }

  /** Everybody's entries, for whoever runs the instance; one merchant's, if one is named. */
  ofInstance(merchantId: AuditSearch['merchantId'], page: AuditPage): Promise<readonly AuditEntry[]> {
    return this.repository.find({ ...page, merchantId, mode: null });
  }

  /** Deletes a batch of entries whose time is over; returns how many there were. */
  prune(now: Date): Promise<number> {
    const end = new Date(now.getTime() - auditBounds.keptDays * DAY_MILLIS);
    return this.repository.deleteBefore(end, auditBounds.pruneBatchMax);
  }
}
