import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { Clock, ENV, type Env } from '@turnpike/config';
import { isUniqueViolation } from '@turnpike/database';
import { modeNumber } from '@turnpike/l402';
import type { Tenant } from '@turnpike/l402';
import { Plans } from '@turnpike/merchants';
import { NotFound, PlanProxyLimit, ValidationFailed } from '@turnpike/problems';
import { UsageOfDays } from '@turnpike/statistics';
import { auditProxy } from './audit-proxy.js';
import { ChangeProxy } from './change-proxy.js';
import { proxyBounds } from './proxy-bounds.js';
import { isProxyId, newProxyId, proxyPath } from './proxy-id.js';
import { ReadProxyPatch } from './proxy-columns.js';
import { proxyView } from './proxy-row.js';
import { requireProxy } from './proxy-wish.js';
import { ProxyRepository } from './proxy.repository.js';
import type { ProxyFigures, ProxyPatch, ProxyView, ProxyWish } from './proxy.js';

/** Whose proxy is made. How many there may be is for its plan to say. */
export interface ProxyHolder extends Tenant {
  readonly planTier: string;
}

/** A tenant's proxies as it manages them. Those of another merchant or mode do not exist for it. */
@Injectable()
export class Proxies {
  constructor(
    private readonly repository: ProxyRepository,
    private readonly changing: ChangeProxy,
    private readonly reading: ReadProxyPatch,
    private readonly plans: Plans,
    private readonly usage: UsageOfDays,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** All of them, oldest first. */
  async list(tenant: Tenant): Promise<ProxyView[]> {
    const { rows, hosts } = await this.repository.list(tenant, proxyBounds.proxiesMax);
    return rows.map((row) => proxyView(row, hosts));
  }

  /** One, with what it has brought as far as figures are kept. Throws `NotFound`. */
  async get(tenant: Tenant, publicId: string): Promise<ProxyView & ProxyFigures> {
    const row = isProxyId(publicId) ? await this.repository.find(tenant, publicId) : null;
    if (row === null) throw new NotFound('Proxy');
    const [hosts, { uses, revenueSats }] = await Promise.all([
      this.repository.hostsOf([row.id]),
      this.usage.below(tenant, proxyPath(publicId)),
    ]);
    return { ...proxyView(row, hosts), requests: uses, revenueSats };
  }

  /** Whether a merchant has a proxy that is served, in either mode; and how many in the caller's. */
  async standing(tenant: Tenant): Promise<{ readonly hasActive: boolean; readonly count: number }> {
    const { merchantId, mode } = tenant;
    const [hasActive, count] = await Promise.all([
      this.repository.hasAny(merchantId, true),
      this.repository.count(merchantId, [modeNumber(mode)]),
    ]);
    return { hasActive, count };
  }

  /**
   * Makes one. Throws `ValidationFailed` and `AddressRefused` for what cannot be so, `PlanProxyLimit` (402) where the plan
   * allows no more.
   */
  async create(holder: ProxyHolder, wish: ProxyWish, by: Author = SYSTEM): Promise<ProxyView> {
    const at = this.clock.now();
    for (let attempt = 1; ; attempt += 1) {
      const publicId = newProxyId(wish.name);
      try {
        return await this.insert(holder, publicId, wish, { by, at });
      } catch (error) {
        if (!isUniqueViolation(error) || attempt >= proxyBounds.nameTriesMax) throw error;
      }
    }
  }

  /** Changes what is given; the public id stays. Throws as `create` does, and `NotFound`. */
  change(tenant: Tenant, publicId: string, patch: ProxyPatch, by: Author = SYSTEM): Promise<ProxyView> {
    requireProxy(patch);
    return this.changing.run(tenant, publicId, by, async (tx, { row }) => {
      const columns = this.reading.run(tenant, publicId, patch, row);
      const written = await this.repository.write(tx, row.id, columns);
      if (patch.hosts !== undefined) await this.repository.setHosts(tx, row.id, patch.hosts, newProof);
      const hosts = await this.repository.hostsHeld(tx, row.id);
      return {
        result: proxyView(written, hosts),
        action: 'proxy.change',
        detail: { members: Object.keys(patch).sort() },
        pricesMoved: (patch.defaultPriceSats ?? 0) > row.defaultPriceSats,
      };
    });
  }

  /** Removes one with its prices and host names. What was sold of it opens nothing any more. Throws `NotFound`. */
  remove(tenant: Tenant, publicId: string, by: Author = SYSTEM): Promise<void> {
    return this.changing.run(tenant, publicId, by, async (tx, { row }) => {
      await this.repository.remove(tx, row.id);
      return { result: undefined, action: 'proxy.remove', detail: { name: row.name } };
    });
  }

  private async insert(
    holder: ProxyHolder,
    publicId: string,
    wish: ProxyWish,
    change: { readonly by: Author; readonly at: Date },
  ): Promise<ProxyView> {
    requireProxy(wish);
    const { name, defaultPriceSats } = wish;
    const { at } = change;
    const columns = this.reading.run(holder, publicId, wish, null);
    const targetBaseUrl = columns.targetBaseUrl ?? wish.targetBaseUrl;
    const required = { publicId, name, targetBaseUrl, defaultPriceSats, createdAt: at, updatedAt: at };
    const data = { ...columns, ...required };
    return this.repository.transaction(async (tx) => {
      const row = await this.repository.insert(tx, holder, data, this.boundOf(holder));
      if (row === null) this.refuse(holder);
      await this.repository.setHosts(tx, row.id, wish.hosts ?? [], newProof);
      const detail = { name, defaultPriceSats };
      await auditProxy(tx, holder, 'proxy.create', publicId, change, detail);
      return proxyView(row, await this.repository.hostsHeld(tx, row.id));
    });
  }

  /** How many there may be, and in which modes they are counted: caps bind live ones, and test ones if the operator says so. */
  private boundOf({ planTier, mode }: ProxyHolder): {
    readonly modes: readonly number[];
    readonly max: number;
  } {
    const { proxies } = this.plans.of(planTier).caps;
    const isCapped = mode === 'live' || this.env.planCapsInTestMode;
    const modes = this.env.planCapsInTestMode ? [0, 1] : [modeNumber(mode)];
    return { modes, max: Math.min(isCapped ? (proxies ?? Infinity) : Infinity, proxyBounds.proxiesMax) };
  }

  private refuse(holder: ProxyHolder): never {
    const { max } = this.boundOf(holder);
    if (max === proxyBounds.proxiesMax)
      throw new ValidationFailed({ name: [`there are at most ${String(max)} proxies; remove one first`] });
    const { id } = this.plans.of(holder.planTier);
    throw new PlanProxyLimit({ currentPlan: id, upgradeUrl: this.plans.upgradeUrl }, max);
  }
}

function newProof(): string {
  return randomBytes(16).toString('hex');
}
