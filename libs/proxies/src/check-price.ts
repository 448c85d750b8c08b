import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { canonicalPath, PATH_REFUSAL_TEXT } from '@turnpike/http402';
import type { Tenant } from '@turnpike/l402';
import { NotFound } from '@turnpike/problems';
import { isDocumentPath } from './discovery/documents.js';
import { isPathOpen, matchPrice, openMethods, type PriceTable } from './match-price.js';
import { readOldPrices } from './old-prices.js';
import { isProxyId, proxyPath } from './proxy-id.js';
import { ProxyRepository } from './proxy.repository.js';
import { askedStatus } from './status-path.js';

/**
 * What a request would cost: `priced`; or that it would not be passed on, since its path has no single meaning, is blocked or
 * not allowed, or its method is not taken; or that it asks for a document of ours, which is free.
 */
export interface PriceCheck {
  readonly outcome: 'priced' | 'refused' | 'blocked' | 'method' | 'document';
  /** The path in the one spelling in which it is looked up; null where it has none. */
  readonly path: string | null;
  readonly priceSats: number | null;
  /** Whose price it is; null for the default one. */
  readonly endpointId: string | null;
  /** Why a path is refused. */
  readonly detail: string | null;
}

/** Tells what a request to a proxy would cost, by the very rules of the gateway, and makes nothing. */
@Injectable()
export class CheckPrice {
  constructor(
    private readonly repository: ProxyRepository,
    private readonly clock: Clock,
  ) {}

  /** `path` is what follows the proxy's address; a query is passed over. Throws `NotFound`. */
  async run(tenant: Tenant, publicId: string, method: string, path: string): Promise<PriceCheck> {
    const row = isProxyId(publicId) ? await this.repository.find(tenant, publicId) : null;
    if (row === null) throw new NotFound('Proxy');
    const endpoints = await this.repository.endpointsOf(row.id);
    return checkPrice({ ...row, oldPrices: readOldPrices(row.oldPrices), endpoints }, method, path, {
      base: proxyPath(publicId),
      now: this.clock.now(),
    });
  }
}

function checkPrice(
  table: PriceTable,
  method: string,
  asked: string,
  { base, now }: { readonly base: string; readonly now: Date },
): PriceCheck {
  const nothing = { priceSats: null, endpointId: null, detail: null };
  const canonical = canonicalPath(Buffer.from(base + (asked.startsWith('/') ? asked : `/${asked}`), 'utf8'));
  if (!canonical.ok)
    return { ...nothing, outcome: 'refused', path: null, detail: PATH_REFUSAL_TEXT[canonical.why] };
  const path = canonical.path.slice(base.length) || '/';
  if ((isDocumentPath(path) || askedStatus(path) !== null) && (method === 'GET' || method === 'HEAD'))
    return { ...nothing, outcome: 'document', path };
  if (!isPathOpen(table, path)) return { ...nothing, outcome: 'blocked', path };
  if (openMethods(table)?.includes(method) === false) return { ...nothing, outcome: 'method', path };
  const { priceSats, endpoint } = matchPrice(table, method, path, now);
  return { outcome: 'priced', path, priceSats, endpointId: endpoint?.endpointId ?? null, detail: null };
}
