import type { ServedProxy } from '../served-proxy.js';
import { type DocumentScene, routesOf } from './route-table.js';

/** How a credential is sent. */
export const AUTH_HEADER_FORMAT = 'Authorization: L402 <macaroon>:<preimage>';

/** `/.well-known/l402-manifest.json`, as clients of Lightning Enable read it. */
export function l402Manifest(proxy: ServedProxy, scene: DocumentScene): object {
  const { manifest } = proxy;
  return {
    version: '1.0',
    generated_at: proxy.updatedAt.toISOString(),
    service: {
      name: proxy.name,
      description: manifest.description,
      base_url: scene.baseUrl,
      logo_url: null,
      contact_email: manifest.contactEmail,
      documentation_url: manifest.documentationUrl,
      terms_of_service_url: manifest.termsOfServiceUrl,
      categories: manifest.categories,
    },
    l402: {
      default_price_sats: proxy.defaultPriceSats,
      payment_flow: '402_challenge_response',
      auth_header_format: AUTH_HEADER_FORMAT,
      capabilities: { preimage_in_response: false, supported_currencies: ['BTC'] },
    },
    endpoints: routesOf(proxy, scene).map((route) => ({
      id: route.id,
      path: route.path,
      method: route.method,
      summary: route.summary,
      description: route.summary,
      l402_enabled: true,
      pricing: { model: 'perrequest', base_price_sats: route.priceSats },
      tags: [],
      deprecated: false,
    })),
  };
}
