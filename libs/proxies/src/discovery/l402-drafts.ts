import type { ServedProxy } from '../served-proxy.js';
import { type DocumentScene, routesOf } from './route-table.js';

const MSATS = 1_000;

/** `/.well-known/l402.json`, as the draft of L402 discovery has it. */
export function l402Json(proxy: ServedProxy, scene: DocumentScene): object {
  return {
    version: '1.0',
    provider: { name: proxy.name, uri: scene.baseUrl },
    currencies: ['msat'],
    macaroon_versions: [0],
    payment_methods: ['bolt11'],
    openapi: `${scene.baseUrl}/openapi.json`,
    services: [
      {
        name: proxy.name,
        resources: routesOf(proxy, scene).map(({ path, method, priceSats }) => ({
          path,
          method,
          pricing: { model: 'fixed', price_msat: priceSats * MSATS },
        })),
      },
    ],
    caveats: {
      path: { type: 'string', attenuation: 'equal' },
      method: { type: 'string', attenuation: 'equal' },
      amount_sats: { type: 'integer', attenuation: 'equal' },
      expires: { type: 'integer', attenuation: 'earlier' },
    },
  };
}

/** `/.well-known/l402-services`: `services` for indexes of paid APIs, `routes` for users of the nginx module. */
export function l402Services(proxy: ServedProxy, scene: DocumentScene): object {
  const routes = routesOf(proxy, scene);
  return {
    version: '1',
    services: routes.map(({ path, method }) => ({
      endpoint: scene.baseUrl + path,
      method,
      request_schema: {},
    })),
    routes: routes.map(({ path, priceSats }) => ({
      path,
      price: { type: 'fixed', amount_msat: priceSats * MSATS },
    })),
  };
}
