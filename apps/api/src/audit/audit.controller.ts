import { Controller, Get, Query as QueryOf } from '@nestjs/common';
import { AuditLog } from '@turnpike/audit';
import type { Principal } from '@turnpike/merchants';
import type { Query } from '../challenges/page.query.js';
import { Access } from '../http/access.decorator.js';
import { CurrentPrincipal } from '../http/principal.js';
import { readAuditPage } from './audit-page.query.js';
import { auditPageView } from './audit-view.js';
import type { AuditEntryView, AuditPageView } from './audit-view.js';

/** The log of changes of a merchant, in the mode of the calling key. */
@Controller('api/merchant/audit')
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  /** One page, newest first; what is of both modes is in each. */
  @Get()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  async list(
    @CurrentPrincipal() principal: Principal,
    @QueryOf() query: Query,
  ): Promise<AuditPageView<AuditEntryView>> {
    const page = readAuditPage(query);
    const found = await this.log.ofTenant(principal, { ...page, limit: page.limit + 1 });
    return auditPageView(
      found.map(({ merchantId: _own, ...entry }) => entry),
      page.limit,
    );
  }
}
