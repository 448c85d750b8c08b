import type { Change, Send } from './webhook-and-member-changes.js';

const WISH = { name: 'Logged', targetBaseUrl: 'https://api.example.org', defaultPriceSats: 5 };
const ENDPOINT = { endpointId: 'one', path: '/one', httpMethod: 'GET', basePriceSats: 9 };

/** How the routes of proxies are made to change something. */
export const proxyChanges: Readonly<Record<string, Change>> = {
  'POST /api/proxy': {
    action: 'proxy.create',
    call: (send) => send('POST', '/api/proxy', { ...WISH, authHeader: 'X-Key', authValue: 'hush' }),
  },
  'PUT /api/proxy/{proxyId}': {
    action: 'proxy.change',
    call: async (send) => send('PUT', await newProxy(send), { authHeader: 'X-Key', authValue: 'hush' }),
  },
  'DELETE /api/proxy/{proxyId}': {
    action: 'proxy.remove',
    call: async (send) => send('DELETE', await newProxy(send)),
  },
  'POST /api/proxy/{proxyId}/unpublish': {
    action: 'proxy.unpublish',
    call: async (send) => send('POST', `${await newProxy(send)}/unpublish`, { reason: 'moved' }),
  },
  'POST /api/proxy/{proxyId}/hosts/check': {
    action: 'proxy.check_hosts',
    call: async (send) => send('POST', `${await newProxy(send)}/hosts/check`),
  },
  'PUT /api/proxy/{proxyId}/manifest/settings': {
    action: 'manifest.change',
    call: async (send) => send('PUT', `${await newProxy(send)}/manifest/settings`, { manifestEnabled: true }),
  },
  'POST /api/proxy/{proxyId}/manifest/endpoints': {
    action: 'proxy_endpoint.create',
    call: async (send) => send('POST', `${await newProxy(send)}/manifest/endpoints`, ENDPOINT),
  },
  'PUT /api/proxy/{proxyId}/manifest/endpoints/{endpointId}': {
    action: 'proxy_endpoint.change',
    call: async (send) => send('PUT', await newEndpoint(send), { basePriceSats: 10 }),
  },
  'DELETE /api/proxy/{proxyId}/manifest/endpoints/{endpointId}': {
    action: 'proxy_endpoint.remove',
    call: async (send) => send('DELETE', await newEndpoint(send)),
  },
  'POST /api/proxy/{proxyId}/manifest/import': {
    action: 'proxy.import',
    call: async (send) =>
      send('POST', `${await newProxy(send)}/manifest/import`, { document: { paths: { '/a': { get: {} } } } }),
  },
};

async function newProxy(send: Send): Promise<string> {
  const { body } = await send('POST', '/api/proxy', WISH);
  return `/api/proxy/${String(body['proxyId'])}`;
}

async function newEndpoint(send: Send): Promise<string> {
  const endpoints = `${await newProxy(send)}/manifest/endpoints`;
  await send('POST', endpoints, ENDPOINT);
  return `${endpoints}/${ENDPOINT.endpointId}`;
}
