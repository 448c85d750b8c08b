import { Injectable } from '@nestjs/common';
import type { Tenant } from '@turnpike/l402';
import { NotFound } from '@turnpike/problems';
import { type FiguresBelow, ReadFiguresBelow } from '@turnpike/statistics';
import { isProxyId, proxyPath } from './proxy-id.js';
import { ProxyRepository } from './proxy.repository.js';

/** Reads what a proxy has brought, day by day and resource by resource. */
@Injectable()
export class ReadProxyFigures {
  constructor(
    private readonly repository: ProxyRepository,
    private readonly figures: ReadFiguresBelow,
  ) {}

  /** Both days included; the caller has checked that there are not too many of them. Throws `NotFound`. */
  async run(tenant: Tenant, publicId: string, from: string, to: string): Promise<FiguresBelow> {
    const row = isProxyId(publicId) ? await this.repository.find(tenant, publicId) : null;
    if (row === null) throw new NotFound('Proxy');
    return this.figures.run(tenant, proxyPath(publicId), from, to);
  }
}
