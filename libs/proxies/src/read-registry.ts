import { Injectable } from '@nestjs/common';
import { proxyPath } from './proxy-id.js';
import { healthOf } from './proxy-row.js';
import type { UpstreamHealth } from './proxy.js';
import { RegistryRepository, type RegistryQuery } from './registry.repository.js';

/** A service as the registry shows it. */
export interface RegistryItem {
  readonly name: string;
  readonly description: string | null;
  readonly parsedCategories: readonly string[];
  readonly endpointCount: number;
  readonly defaultPriceSats: number;
  readonly manifestUrl: string;
  readonly proxyBaseUrl: string;
  readonly documentationUrl: string | null;
  readonly health: UpstreamHealth;
}

/** One page of the registry. */
export interface RegistryPage {
  readonly items: readonly RegistryItem[];
  readonly total: number;
}

/** What merchants list in public. */
@Injectable()
export class ReadRegistry {
  constructor(private readonly repository: RegistryRepository) {}

  /** `baseUrl`: the instance's address, without a final slash. */
  async run(query: RegistryQuery, baseUrl: string): Promise<RegistryPage> {
    const { rows, total } = await this.repository.page(query);
    const items = rows.map((row): RegistryItem => {
      const proxyBaseUrl = baseUrl + proxyPath(row.publicId);
      return {
        name: row.name,
        description: row.description,
        parsedCategories: row.categories,
        endpointCount: row.endpointCount,
        defaultPriceSats: row.defaultPriceSats,
        manifestUrl: `${proxyBaseUrl}/.well-known/l402-manifest.json`,
        proxyBaseUrl,
        documentationUrl: row.documentationUrl,
        health: healthOf(row.isDown),
      };
    });
    return { items, total };
  }
}
