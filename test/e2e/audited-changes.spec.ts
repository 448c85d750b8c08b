import { ConnectableWallets } from '../support/connectable-wallets.js';
import { OPERATOR_KEY as ADMIN_KEY } from '../support/letters.js';
import type { ListeningMerchant } from '../support/listening-api.js';
import { document } from '../support/openapi-schemas.js';
import { proxyChanges } from '../support/proxy-changes.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { standInForKinds } from '../support/stand-in-kinds.js';
import { webhookAndMemberChanges } from '../support/webhook-and-member-changes.js';
import type { Change, Send } from '../support/webhook-and-member-changes.js';

let shop: SandboxShop;
let wallets: ConnectableWallets;
let endStandIns: () => Promise<void>;
let merchant: ListeningMerchant;

/** How each route that changes something is made to. A new one belongs here, or below with a reason. */
const changes: Readonly<Record<string, Change>> = {
  'POST /api/merchant/api-keys': {
    action: 'api_key.create',
    call: (send) => send('POST', '/api/merchant/api-keys', { label: 'web' }),
  },
  'POST /api/merchant/api-keys/{id}/rotate': {
    action: 'api_key.rotate',
    call: async (send) => send('POST', `/api/merchant/api-keys/${await newKeyId()}/rotate`, {}),
  },
  'DELETE /api/merchant/api-keys/{id}': {
    action: 'api_key.revoke',
    call: async (send) => send('DELETE', `/api/merchant/api-keys/${await newKeyId()}`),
  },
  'PATCH /api/merchant/settings': {
    action: 'settings.change',
    call: (send) => send('PATCH', '/api/merchant/settings', { strictVerify: true }),
  },
  'POST /api/merchant/wallets': {
    action: 'wallet.connect',
    call: (send) =>
      send('POST', '/api/merchant/wallets', { kind: 'scripted', credentials: { name: 'hush' } }),
  },
  'POST /api/merchant/wallets/{id}/check': {
    action: 'wallet.check',
    call: async (send) => send('POST', `/api/merchant/wallets/${await newWalletId()}/check`),
  },
  'PATCH /api/merchant/wallets/{id}': {
    action: 'wallet.change',
    call: async (send) => send('PATCH', `/api/merchant/wallets/${await newWalletId()}`, { role: 'fallback' }),
  },
  'DELETE /api/merchant/wallets/{id}': {
    action: 'wallet.remove',
    call: async (send) => send('DELETE', `/api/merchant/wallets/${await newWalletId()}`),
  },
  'PUT /api/merchant/nwc-connection': {
    action: 'wallet.connect',
    call: (send) => send('PUT', '/api/merchant/nwc-connection', { nwcConnectionString: 'hush' }),
  },
  'PUT /api/merchant/opennode-key': {
    action: 'wallet.connect',
    call: (send) => send('PUT', '/api/merchant/opennode-key', { openNodeApiKey: 'hush' }),
  },
  'PUT /api/merchant/payment-provider': {
    action: 'wallet.change',
    call: async (send) => {
      await send('PUT', '/api/merchant/opennode-key', { openNodeApiKey: 'hush-2' });
      return send('PUT', '/api/merchant/payment-provider', { provider: 'opennode' });
    },
  },
  ...webhookAndMemberChanges(() => ({ shop, key: merchant.liveKey })),
  ...proxyChanges,
  'POST /api/admin/merchants': {
    action: 'merchant.create',
    call: (send) => send('POST', '/api/admin/merchants', { name: 'New', email: 'new@example.com' }),
  },
  'PUT /api/admin/merchants/{id}': {
    action: 'merchant.update',
    call: (send) => send('PUT', ofMerchant(''), { trialEndsAt: '2027-01-01T00:00:00Z' }),
  },
  'POST /api/admin/merchants/{id}/api-keys': {
    action: 'api_key.issue',
    call: (send) => send('POST', ofMerchant('/api-keys'), { mode: 'live' }),
  },
  'POST /api/admin/merchants/{id}/login-link': {
    action: 'merchant.login_link',
    call: (send) => send('POST', ofMerchant('/login-link')),
  },
  'PUT /api/admin/merchants/{id}/retired-resources': {
    action: 'resource.retire',
    call: (send) => send('PUT', ofMerchant('/retired-resources'), { resource: '/old' }),
  },
  'DELETE /api/admin/merchants/{id}/retired-resources': {
    action: 'resource.restore',
    call: async (send) => {
      await send('PUT', ofMerchant('/retired-resources'), { resource: '/older' });
      return send('DELETE', ofMerchant('/retired-resources'), { resource: '/older' });
    },
  },
};

/** Routes that change nothing though they are no GET, each with the reason. */
const changeNothing: Readonly<Record<string, string>> = {
  'POST /api/merchant/inspect': 'it reads what it is given',
  'POST /api/proxy/probe': 'it looks at an address that nobody has yet',
};

const routes = Object.entries(document.paths)
  .filter(([path]) => /^\/api\/(?:merchant|admin|proxy)(?:\/|$)/.test(path))
  .flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`))
  .filter((route) => !route.startsWith('GET '));

const ofMerchant = (rest: string): string => `/api/admin/merchants/${String(merchant.merchantId)}${rest}`;
const keyOf = (path: string): string => (path.startsWith('/api/admin/') ? ADMIN_KEY : merchant.liveKey);

async function newKeyId(): Promise<string> {
  const { body } = await shop.api.call('POST', '/api/merchant/api-keys', merchant.liveKey, {
    label: 'other',
  });
  return String(body['id']);
}

async function newWalletId(): Promise<string> {
  return (await wallets.connect(merchant.liveKey, 'spare', { role: null })).id;
}

beforeAll(async () => {
  shop = await SandboxShop.open({
    ADMIN_API_KEY: ADMIN_KEY,
    RATE_LIMIT_ADMIN: '0',
    RATE_LIMIT_SIGN_IN: '0',
    WALLET_ALLOW_NETWORKS: 'regtest',
    PLANS: 'hosted',
    DEFAULT_PLAN: 'individual',
    OPERATOR_MERCHANT: '1:test',
  });
  wallets = new ConnectableWallets(shop);
  const standIn = (name: string) => () => ({
    habits: { firstStepSeconds: 1, lateLooks: false },
    budget: null,
    addresses: () => [],
    account: () => null,
    parse: (credentials: unknown) => credentials as object,
    open: () => wallets.named(name),
  });
  endStandIns = standInForKinds(shop.api, { nwc: standIn('nwc'), opennode: standIn('opennode') });
  merchant = await shop.api.newMerchant();
});

afterAll(async () => {
  await endStandIns();
  await shop.close();
});

async function entriesOf(correlationId: string): Promise<Record<string, unknown>[]> {
  const { body } = await shop.api.call('GET', '/api/admin/audit?limit=200', ADMIN_KEY);
  const entries = body['entries'] as Record<string, unknown>[];
  return entries.filter((entry) => entry['correlationId'] === correlationId);
}

describe('the log of changes', () => {
  it('is known to have every changing route of merchants and of the operator', () => {
    expect([...Object.keys(changes), ...Object.keys(changeNothing)].sort()).toEqual([...routes].sort());
  });

  it.each(Object.entries(changes))('has one entry of %s, put down to who called', async (route, change) => {
    const [, path = ''] = route.split(' ');
    let sent = 0;
    const send: Send = (method, called, body, more = {}) => {
      sent += 1;
      const headers = {
        ...more,
        'x-correlation-id': `change-${String(sent)}.${change.action}.${path.length}`,
      };
      return shop.api.call(method, called, keyOf(called), body, headers);
    };
    const reply = await change.call(send);
    expect([200, 201, 202, 204]).toContain(reply.status);
    const found = await entriesOf(`change-${String(sent)}.${change.action}.${path.length}`);
    expect(found).toHaveLength(1);
    const isOperator = path.startsWith('/api/admin/');
    expect(found[0]).toMatchObject({
      action: change.action,
      actor: isOperator
        ? { kind: 'operator', id: 'admin_key' }
        : { kind: 'api_key', label: merchant.liveKey.slice(0, 12) },
      address: '127.0.0.0/24',
      merchantId: change.action === 'merchant.create' ? expect.any(Number) : merchant.merchantId,
    });
    expect(JSON.stringify(found)).not.toContain('hush');
  });

  it('has no entry of a call that was refused', async () => {
    const headers = { 'x-correlation-id': 'refused-call' };
    const refusals: [string, string, object][] = [
      ['PATCH', '/api/merchant/settings', { invoiceExpirySeconds: 1 }],
      ['POST', '/api/merchant/api-keys', { mode: 'test' }],
      ['PUT', ofMerchant(''), { email: 'new@example.com' }],
      ['PUT', '/api/admin/merchants/999999', { name: 'Nobody' }],
      ['PATCH', `/api/merchant/wallets/wal_${'0'.repeat(32)}`, { role: 'primary' }],
    ];
    for (const [method, path, body] of refusals) {
      const { status } = await shop.api.call(method, path, keyOf(path), body, headers);
      expect([400, 404, 409]).toContain(status);
    }
    expect(await entriesOf('refused-call')).toEqual([]);
  });
});
