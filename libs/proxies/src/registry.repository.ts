import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';

/** What the registry is asked for. */
export interface RegistryQuery {
  /** Part of a name or a description; empty: any. */
  readonly text: string;
  /** A category, in lower case; empty: any. */
  readonly category: string;
  readonly page: number;
  readonly pageSize: number;
}

/** A listed proxy. */
export interface ListedRow {
  readonly publicId: string;
  readonly merchantId: number;
  readonly name: string;
  readonly description: string | null;
  readonly categories: string[];
  readonly endpointCount: number;
  readonly defaultPriceSats: number;
  readonly documentationUrl: string | null;
  readonly isDown: boolean | null;
  readonly probedAt: Date | null;
}

/** What may be shown: told of in public, served, and for real money. */
const LISTED = `manifest_enabled AND manifest_publicly_listed AND is_active AND mode = 1 AND retired_at IS NULL`;

// A pattern's own signs are taken for themselves.
const PAGE = `
SELECT public_id AS "publicId", merchant_id AS "merchantId", name, coalesce(service_description, description) AS description,
       categories, default_price_sats AS "defaultPriceSats", documentation_url AS "documentationUrl", is_down AS "isDown",
       probed_at AS "probedAt",
       (SELECT count(*)::int4 FROM proxy_endpoint e WHERE e.proxy_id = p.id AND e.is_active) AS "endpointCount",
       count(*) OVER ()::int4 AS total
FROM proxy p
WHERE ${LISTED}
  AND ($1 = '' OR strpos(lower(name || ' ' || coalesce(service_description, description, '')), lower($1)) > 0)
  AND ($2 = '' OR $2 = ANY (categories))
ORDER BY is_down IS TRUE, id LIMIT $3 OFFSET $4`;

const TAKE_FOR_PROBE = `
UPDATE proxy SET probed_at = $1
WHERE id IN (
  SELECT id FROM proxy WHERE ${LISTED} AND (probed_at IS NULL OR probed_at < $2)
  ORDER BY probed_at NULLS FIRST, id LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id, target_base_url AS "targetBaseUrl"`;

/** The statements about proxies that are listed in public. */
@Injectable()
export class RegistryRepository {
  constructor(private readonly pool: ColdPool) {}

  /** One page of those that fit, those that are down last. */
  async page({
    text,
    category,
    page,
    pageSize,
  }: RegistryQuery): Promise<{ rows: ListedRow[]; total: number }> {
    const values = [text, category, pageSize, (page - 1) * pageSize];
    const statement = { name: 'registry-page', text: PAGE, values };
    const { rows } = await this.pool.query<ListedRow & { total: number }>(statement);
    return { rows, total: rows[0]?.total ?? 0 };
  }

  /** Takes those whose last probe is from before a moment, for one process alone. */
  async takeForProbe(
    now: Date,
    before: Date,
    max: number,
  ): Promise<readonly { readonly id: number; readonly targetBaseUrl: string }[]> {
    const statement = { name: 'registry-take', text: TAKE_FOR_PROBE, values: [now, before, max] };
    return (await this.pool.query<{ id: number; targetBaseUrl: string }>(statement)).rows;
  }

  /** Writes what a probe has found. */
  async writeProbe(id: number, isDown: boolean): Promise<void> {
    const text = 'UPDATE proxy SET is_down = $2 WHERE id = $1';
    await this.pool.query({ name: 'registry-probed', text, values: [id, isDown] });
  }
}
