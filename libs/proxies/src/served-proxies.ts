import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { modeFromNumber, parseMerchantId } from '@turnpike/l402';
import { MerchantChanges, type Principal, Sellers } from '@turnpike/merchants';
import { Logger } from '@turnpike/observability';
import { Sealer, UnsealError } from '@turnpike/secrets';
import { readOldPrices } from './old-prices.js';
import { proxyBounds } from './proxy-bounds.js';
import { ProxyChanges } from './proxy-changes.js';
import { isProxyId } from './proxy-id.js';
import { authValueContext } from './proxy.js';
import { RecentAnswers } from './recent-answers.js';
import { type ServedRow, ServedProxyRepository } from './served-proxy.repository.js';
import type { ServedProxy } from './served-proxy.js';

/**
 * What the gateway knows of proxies: at most 1.5 s old, and told of changes at once where that is possible. If the database
 * must be asked and cannot answer, its error goes to the caller.
 */
@Injectable()
export class ServedProxies implements OnModuleInit {
  private readonly proxies: RecentAnswers<ServedProxy | null>;
  /** All host names at once, so that strange ones cost nothing; null where there are too many, and each is asked for. */
  private readonly hosts: RecentAnswers<ReadonlyMap<string, string> | null>;
  private readonly oneHost: RecentAnswers<string | null>;

  constructor(
    private readonly repository: ServedProxyRepository,
    private readonly sellers: Sellers,
    private readonly sealer: Sealer,
    private readonly changes: ProxyChanges,
    private readonly merchants: MerchantChanges,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    const { servedMillis, servedMax, hostsServedMax } = proxyBounds;
    this.proxies = new RecentAnswers((publicId) => this.load(publicId), servedMillis, servedMax);
    this.hosts = new RecentAnswers(() => repository.findHosts(hostsServedMax), servedMillis, 1);
    this.oneHost = new RecentAnswers((host) => repository.findByHost(host), servedMillis, servedMax);
  }

  /** Begins to listen. */
  async onModuleInit(): Promise<void> {
    await this.changes.onChange((publicId) => {
      this.proxies.forget((name) => name === publicId);
      this.hosts.forget(() => true);
      this.oneHost.forget(() => true);
    });
    await this.merchants.onChange((merchantId) =>
      this.proxies.forget((_name, proxy) => proxy?.tenant.merchantId === merchantId),
    );
  }

  /** The proxy of this public id, `null` for an unknown one. A promise only if the database is asked. */
  find(publicId: string): ServedProxy | null | Promise<ServedProxy | null> {
    if (!isProxyId(publicId)) return null;
    const found = this.proxies.of(publicId);
    return 'then' in found ? found.then(({ answer }) => answer) : found.answer;
  }

  /** The public id of the proxy that a host name leads to, `null` for any other name. */
  findByHost(host: string): string | null | Promise<string | null> {
    const hosts = this.hosts.of('');
    return 'then' in hosts
      ? hosts.then(({ answer }) => this.hostAmong(answer, host))
      : this.hostAmong(hosts.answer, host);
  }

  /** In whose name a proxy sells now: a plan may have ended since it was read. */
  principalOf({ seller: { principal, later } }: ServedProxy): Principal {
    return later !== null && later.fromMs <= this.clock.now().getTime() ? later.principal : principal;
  }

  private hostAmong(
    hosts: ReadonlyMap<string, string> | null,
    host: string,
  ): string | null | Promise<string | null> {
    if (hosts !== null) return hosts.get(host) ?? null;
    const found = this.oneHost.of(host);
    return 'then' in found ? found.then(({ answer }) => answer) : found.answer;
  }

  private async load(publicId: string): Promise<ServedProxy | null> {
    const row = await this.repository.find(publicId);
    const merchantId = row && parseMerchantId(row.merchantId);
    if (row === null || !merchantId) return null;
    const tenant = { merchantId, mode: modeFromNumber(row.mode) };
    const seller = await this.sellers.find(tenant, `proxy:${publicId}`);
    if (seller === null) return null;
    return Object.freeze<ServedProxy>({
      proxyId: publicId,
      tenant,
      seller,
      name: row.name,
      description: row.description,
      upstream: upstreamOf(row),
      timeoutMillis: row.timeoutSeconds * 1000,
      defaultPriceSats: row.defaultPriceSats,
      oldPrices: readOldPrices(row.oldPrices),
      endpoints: row.endpoints,
      allowedMethods: row.allowedMethods,
      allowedPaths: row.allowedPaths,
      blockedPaths: row.blockedPaths,
      ...this.authOf(row),
      isRetired: row.retiredAt !== null,
      manifest: {
        isEnabled: row.manifestEnabled,
        description: row.serviceDescription ?? row.description,
        categories: row.categories,
        contactEmail: row.contactEmail,
        documentationUrl: row.documentationUrl,
        termsOfServiceUrl: row.termsOfServiceUrl,
      },
      updatedAt: row.updatedAt,
    });
  }

  /** A proxy whose header does not open is as good as switched off: without it the upstream would refuse what was paid for. */
  private authOf(row: ServedRow): Pick<ServedProxy, 'auth' | 'isActive'> {
    const { authHeader: name, sealedAuthValue, publicId, merchantId, isActive } = row;
    if (name === null || sealedAuthValue === null) return { auth: null, isActive };
    try {
      const value = this.sealer
        .open(sealedAuthValue, authValueContext(merchantId, publicId))
        .toString('utf8');
      return { auth: { name: name.toLowerCase(), value }, isActive };
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      this.logger.error({ err: error, proxyId: publicId }, 'the header of a proxy does not open');
      return { auth: null, isActive: false };
    }
  }
}

function upstreamOf({ targetBaseUrl }: ServedRow): ServedProxy['upstream'] {
  const { origin, pathname } = new URL(targetBaseUrl);
  return { origin, prefix: pathname.replace(/\/+$/, '') };
}
