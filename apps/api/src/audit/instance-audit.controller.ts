import { Controller, Get, Query as QueryOf } from '@nestjs/common';
import { AuditLog } from '@turnpike/audit';
import type { AuditEntry } from '@turnpike/audit';
import type { Query } from '../challenges/page.query.js';
import { Access } from '../http/access.decorator.js';
import { readAuditPage, readMerchantId } from './audit-page.query.js';
import { auditPageView } from './audit-view.js';
import type { AuditPageView } from './audit-view.js';

/** The log of all changes, for whoever runs the instance. */
@Controller('api/admin/audit')
export class InstanceAuditController {
  constructor(private readonly log: AuditLog) {}

  /** One page, newest first. */
  @Get()
  @Access({ kind: 'admin' })
  async list(@QueryOf() query: Query): Promise<AuditPageView<AuditEntry>> {
    const page = readAuditPage(query);
    const found = await this.log.ofInstance(readMerchantId(query), { ...page, limit: page.limit + 1 });
    return auditPageView(found, page.limit);
  }
}
