import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { ENV, type Env } from '@turnpike/config';
import type { Tenant } from '@turnpike/l402';
import { EndpointExists, NotFound, ValidationFailed } from '@turnpike/problems';
import { ChangeProxy } from './change-proxy.js';
import { EndpointRepository } from './endpoint.repository.js';
import { canonicalTemplate } from './endpoint-template.js';
import { proxyBounds } from './proxy-bounds.js';
import type { EndpointPatch, EndpointView, EndpointWish } from './proxy-endpoint.js';
import { isProxyId } from './proxy-id.js';
import { endpointView } from './proxy-row.js';
import { type EndpointRow, ProxyRepository } from './proxy.repository.js';

/** The prices of a tenant's proxies as it manages them. */
@Injectable()
export class PriceTables {
  constructor(
    private readonly repository: ProxyRepository,
    private readonly changing: ChangeProxy,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** The endpoints of a proxy, oldest first. Throws `NotFound`. */
  async list(tenant: Tenant, publicId: string): Promise<EndpointView[]> {
    const row = isProxyId(publicId) ? await this.repository.find(tenant, publicId) : null;
    if (row === null) throw new NotFound('Proxy');
    return (await this.repository.endpointsOf(row.id)).map(endpointView);
  }

  /** Adds one. Throws `EndpointExists` (400) where its id is taken, `ValidationFailed` and `NotFound`. */
  create(tenant: Tenant, publicId: string, wish: EndpointWish, by: Author = SYSTEM): Promise<EndpointView> {
    const checked = { ...wish, ...this.checked(wish) };
    return this.changing.run(tenant, publicId, by, async (tx, { row, endpoints }) => {
      if (endpoints.some(({ endpointId }) => endpointId === wish.endpointId))
        throw new EndpointExists(wish.endpointId);
      if (endpoints.length >= proxyBounds.endpointsMax) refuseMore();
      const made = await EndpointRepository.insert(tx, row.id, checked);
      return { result: made, action: 'proxy_endpoint.create', detail: told(made), pricesMoved: true };
    });
  }

  /** Changes what is given. Throws `NotFound` and `ValidationFailed`. */
  change(
    tenant: Tenant,
    publicId: string,
    endpointId: string,
    patch: EndpointPatch,
    by: Author = SYSTEM,
  ): Promise<EndpointView> {
    const checked = this.checked(patch);
    return this.changing.run(tenant, publicId, by, async (tx, { endpoints }) => {
      const found = named(endpoints, endpointId);
      const changed = await EndpointRepository.write(tx, found.id, checked);
      const pricesMoved = (['path', 'httpMethod', 'basePriceSats', 'isActive'] as const).some(
        (member) => changed[member] !== found[member],
      );
      return { result: changed, action: 'proxy_endpoint.change', detail: told(changed), pricesMoved };
    });
  }

  /** Removes one; its paths cost the default price again. Throws `NotFound`. */
  remove(tenant: Tenant, publicId: string, endpointId: string, by: Author = SYSTEM): Promise<void> {
    return this.changing.run(tenant, publicId, by, async (tx, { endpoints }) => {
      const found = named(endpoints, endpointId);
      await EndpointRepository.remove(tx, found.id);
      const detail = told(found);
      return { result: undefined, action: 'proxy_endpoint.remove', detail, pricesMoved: true };
    });
  }

  /** The patch with its path in canonical form. */
  private checked(patch: EndpointPatch): EndpointPatch {
    const { priceSatsMax } = this.env;
    if ((patch.basePriceSats ?? 1) > priceSatsMax) {
      const most = `basePriceSats must not be greater than ${String(priceSatsMax)}`;
      throw new ValidationFailed({ basePriceSats: [most] });
    }
    if (patch.path === undefined) return patch;
    const path = canonicalTemplate(patch.path);
    if (path !== null) return { ...patch, path };
    throw new ValidationFailed({ path: ['path must be a plain path, with {name} for what may vary'] });
  }
}

function named(endpoints: readonly EndpointRow[], endpointId: string): EndpointRow {
  const found = endpoints.find((one) => one.endpointId === endpointId);
  if (found === undefined) throw new NotFound('Endpoint');
  return found;
}

function refuseMore(): never {
  const most = `there are at most ${String(proxyBounds.endpointsMax)} endpoints; remove one first`;
  throw new ValidationFailed({ endpointId: [most] });
}

function told({ endpointId, path, httpMethod, basePriceSats }: EndpointView) {
  return { endpointId, path, httpMethod, basePriceSats };
}
