import { byCloseness, closenessOf, type Closeness } from './endpoint-template.js';
import { acceptedFrom, type OldPrice } from './old-prices.js';
import { fitsGlob } from './path-glob.js';

/** The price of some paths. */
export interface PricedEndpoint {
  readonly endpointId: string;
  /** Canonical, `{name}` for any segment. */
  readonly path: string;
  readonly httpMethod: string;
  readonly basePriceSats: number;
  readonly summary: string | null;
  readonly maxUses: number | null;
  readonly tokenValiditySeconds: number | null;
  readonly reserve: boolean;
  readonly isActive: boolean;
}

/** What of a proxy says what may be asked for, and what it costs. */
export interface PriceTable {
  readonly defaultPriceSats: number;
  readonly oldPrices: readonly OldPrice[];
  readonly endpoints: readonly PricedEndpoint[];
  readonly allowedMethods: readonly string[];
  readonly allowedPaths: readonly string[];
  readonly blockedPaths: readonly string[];
}

/** What a request costs, and on which terms it is sold. */
export interface Price {
  readonly priceSats: number;
  /** What a token must be worth at least: less than the price for a while after a rise. */
  readonly acceptFromSats: number;
  /** Null where nothing but the default price fits. */
  readonly endpoint: PricedEndpoint | null;
}

/** The method under which a request is priced and sold: whoever may GET may ask for the head alone. */
export function soldMethod(method: string): string {
  return method === 'HEAD' ? 'GET' : method;
}

/** Whether a proxy lets a canonical path through: what is blocked is, whatever else is allowed. */
export function isPathOpen({ allowedPaths, blockedPaths }: PriceTable, path: string): boolean {
  if (blockedPaths.some((glob) => fitsGlob(glob, path))) return false;
  return allowedPaths.length === 0 || allowedPaths.some((glob) => fitsGlob(glob, path));
}

/** The methods that a proxy takes; null for every one. */
export function openMethods({ allowedMethods }: PriceTable): readonly string[] | null {
  if (allowedMethods.length === 0) return null;
  return [...new Set(allowedMethods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])))];
}

/**
 * The price of a canonical path: that of the endpoint which fits it most closely, else the default. Another case of its
 * letters fits too, so that no spelling is cheaper than another; of two endpoints that fit alike, the older counts.
 */
export function matchPrice(table: PriceTable, method: string, path: string, now: Date): Price {
  const sold = soldMethod(method);
  let best: { readonly endpoint: PricedEndpoint; readonly closeness: Closeness } | null = null;
  for (const endpoint of table.endpoints) {
    if (!endpoint.isActive || soldMethod(endpoint.httpMethod) !== sold) continue;
    const closeness = closenessOf(endpoint.path, path);
    if (closeness === null) continue;
    if (best === null || byCloseness(closeness, best.closeness) < 0) best = { endpoint, closeness };
  }
  const priceSats = best?.endpoint.basePriceSats ?? table.defaultPriceSats;
  return {
    priceSats,
    acceptFromSats: acceptedFrom(priceSats, table.oldPrices, now),
    endpoint: best?.endpoint ?? null,
  };
}

/** The lowest price of a table. */
export function lowestPrice(table: Pick<PriceTable, 'defaultPriceSats' | 'endpoints'>): number {
  const active = table.endpoints.filter(({ isActive }) => isActive);
  return Math.min(table.defaultPriceSats, ...active.map(({ basePriceSats }) => basePriceSats));
}
