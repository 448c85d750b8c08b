import type { ServedProxy } from '../served-proxy.js';
import { AUTH_HEADER_FORMAT } from './l402-manifest.js';
import { type DocumentScene, routesOf, type SoldRoute } from './route-table.js';

const PAYMENT_REQUIRED = {
  description: 'Pay the invoice, then send the same request with the macaroon and the preimage.',
  headers: {
    'WWW-Authenticate': { schema: { type: 'string' }, description: 'L402 macaroon="…", invoice="…"' },
  },
  content: { 'application/problem+json': { schema: { type: 'object' } } },
};

/** `/openapi.json` (3.1) of what a proxy sells, with the prices of each operation. */
export function openApiOf(proxy: ServedProxy, scene: DocumentScene): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routesOf(proxy, scene)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  const { manifest } = proxy;
  return {
    openapi: '3.1.0',
    info: {
      title: proxy.name,
      version: '1.0.0',
      ...(manifest.description !== null && { description: manifest.description }),
      ...(manifest.termsOfServiceUrl !== null && { termsOfService: manifest.termsOfServiceUrl }),
      ...(manifest.contactEmail !== null && { contact: { email: manifest.contactEmail } }),
    },
    servers: [{ url: scene.baseUrl }],
    'x-service-info': { categories: manifest.categories, docs: { homepage: manifest.documentationUrl } },
    paths,
  };
}

function operation({ id, path, summary, priceSats, tokenValiditySeconds }: SoldRoute): object {
  return {
    operationId: id,
    ...(summary !== null && { summary }),
    parameters: [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    responses: { '200': { description: 'The answer of the API.' }, '402': PAYMENT_REQUIRED },
    'x-payment': {
      scheme: 'L402',
      protocols: ['L402', 'MPP'],
      price_sats: priceSats,
      token_validity_seconds: tokenValiditySeconds,
      auth_header_format: AUTH_HEADER_FORMAT,
    },
    'x-payment-info': {
      offers: [{ intent: 'charge', method: 'lightning', amount: String(priceSats), currency: 'sat' }],
    },
  };
}
