import type { PricedEndpoint } from '../match-price.js';
import type { ServedProxy } from '../served-proxy.js';

/** Where a proxy is read from, and what holds for all that it sells. */
export interface DocumentScene {
  /** Address of the proxy as the reader knows it, without a final slash. */
  readonly baseUrl: string;
  readonly tokenValiditySeconds: number;
}

/** One thing that a proxy sells, as every document tells it. */
export interface SoldRoute {
  readonly id: string;
  readonly path: string;
  readonly method: string;
  readonly summary: string | null;
  readonly priceSats: number;
  readonly tokenValiditySeconds: number;
}

/** What a proxy sells by name: its endpoints, those that are switched off left out. Everything else costs the default price. */
export function routesOf(
  { endpoints }: Pick<ServedProxy, 'endpoints'>,
  { tokenValiditySeconds }: Pick<DocumentScene, 'tokenValiditySeconds'>,
): readonly SoldRoute[] {
  return endpoints
    .filter(({ isActive }) => isActive)
    .map((endpoint: PricedEndpoint) => ({
      id: endpoint.endpointId,
      path: endpoint.path,
      method: endpoint.httpMethod,
      summary: endpoint.summary,
      priceSats: endpoint.basePriceSats,
      tokenValiditySeconds: endpoint.tokenValiditySeconds ?? tokenValiditySeconds,
    }));
}
