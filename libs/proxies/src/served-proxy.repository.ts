import { Injectable } from '@nestjs/common';
import { HotPool } from '@turnpike/database';
import type { PricedEndpoint } from './match-price.js';
import type { ProxyRow } from './proxy-row.js';

/** A proxy with its prices, as the gateway reads it. */
export interface ServedRow extends ProxyRow {
  readonly endpoints: readonly PricedEndpoint[];
  readonly updatedAt: Date;
}

const FIND = `
SELECT p.id, p.public_id AS "publicId", p.merchant_id AS "merchantId", p.mode, p.name, p.description,
       p.target_base_url AS "targetBaseUrl", p.default_price_sats AS "defaultPriceSats", p.old_prices AS "oldPrices",
       p.is_active AS "isActive", p.auth_header AS "authHeader", p.sealed_auth_value AS "sealedAuthValue",
       p.timeout_seconds AS "timeoutSeconds", p.allowed_methods AS "allowedMethods", p.allowed_paths AS "allowedPaths",
       p.blocked_paths AS "blockedPaths", p.manifest_enabled AS "manifestEnabled",
       p.manifest_publicly_listed AS "manifestPubliclyListed", p.service_description AS "serviceDescription",
       p.categories, p.contact_email AS "contactEmail", p.documentation_url AS "documentationUrl",
       p.terms_of_service_url AS "termsOfServiceUrl", p.retired_at AS "retiredAt", p.created_at AS "createdAt",
       p.updated_at AS "updatedAt",
       coalesce((SELECT json_agg(json_build_object(
         'endpointId', e.endpoint_id, 'path', e.path, 'httpMethod', e.http_method, 'basePriceSats', e.base_price_sats,
         'summary', e.summary, 'maxUses', e.max_uses, 'tokenValiditySeconds', e.token_validity_seconds,
         'reserve', e.reserve, 'isActive', e.is_active) ORDER BY e.id)
         FROM proxy_endpoint e WHERE e.proxy_id = p.id), '[]'::json) AS endpoints
FROM proxy p WHERE p.public_id = $1`;

const FIND_BY_HOST = `
SELECT p.public_id AS "publicId" FROM proxy_host h JOIN proxy p ON p.id = h.proxy_id
WHERE h.host = $1 AND h.proven_at IS NOT NULL`;

const PROVEN_HOSTS = `
SELECT h.host, p.public_id AS "publicId" FROM proxy_host h JOIN proxy p ON p.id = h.proxy_id
WHERE h.proven_at IS NOT NULL LIMIT $1`;

/** What the gateway asks of proxies: one prepared statement each. */
@Injectable()
export class ServedProxyRepository {
  constructor(private readonly pool: HotPool) {}

  /** The proxy of this public id, whosever it is; null if there is none. */
  async find(publicId: string): Promise<ServedRow | null> {
    const statement = { name: 'served-proxy', text: FIND, values: [publicId] };
    return (await this.pool.query<ServedRow>(statement)).rows[0] ?? null;
  }

  /** The public id of the proxy that a host name leads to; null if it leads to none. */
  async findByHost(host: string): Promise<string | null> {
    const statement = { name: 'served-proxy-host', text: FIND_BY_HOST, values: [host] };
    return (await this.pool.query<{ publicId: string }>(statement)).rows[0]?.publicId ?? null;
  }
  /** Every host name that leads to a proxy, with its public id; null if there are more than so many. */
  async findHosts(max: number): Promise<ReadonlyMap<string, string> | null> {
    const statement = { name: 'served-proxy-hosts', text: PROVEN_HOSTS, values: [max + 1] };
    const { rows } = await this.pool.query<{ host: string; publicId: string }>(statement);
    return rows.length > max ? null : new Map(rows.map(({ host, publicId }) => [host, publicId]));
  }
}
