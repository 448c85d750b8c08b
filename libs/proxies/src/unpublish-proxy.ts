import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { appendOutbox } from '@turnpike/database';
import type { Tenant } from '@turnpike/l402';
import { ChangeProxy } from './change-proxy.js';
import { ProxyRepository } from './proxy.repository.js';

/** What became of a proxy that is to be published no more. */
export interface UnpublishedProxy {
  readonly proxyId: string;
  readonly retired: true;
  /** Whether it had been before. */
  readonly alreadyRetired: boolean;
}

/** Takes a proxy from the public for good: it is listed no more, mints nothing, and passes nothing on. Idempotent. */
@Injectable()
export class UnpublishProxy {
  constructor(
    private readonly repository: ProxyRepository,
    private readonly changing: ChangeProxy,
  ) {}

  /** Tells it once, as `proxy.unpublished`. Throws `NotFound`. */
  run(
    tenant: Tenant,
    proxyId: string,
    reason: string | null,
    by: Author = SYSTEM,
  ): Promise<UnpublishedProxy> {
    return this.changing.run(tenant, proxyId, by, async (tx, { row }, at) => {
      const alreadyRetired = row.retiredAt !== null;
      if (!alreadyRetired) {
        await this.repository.write(tx, row.id, { retiredAt: at, retiredReason: reason });
        const { merchantId, mode } = tenant;
        const data = { mode, merchantId, proxyId, name: row.name, reason, retiredAt: at.toISOString() };
        await appendOutbox(tx, { merchantId, mode, type: 'proxy.unpublished', data, occurredAt: at });
      }
      const result = { proxyId, retired: true, alreadyRetired } as const;
      return { result, action: 'proxy.unpublish', detail: { reason, alreadyRetired } };
    });
  }
}
