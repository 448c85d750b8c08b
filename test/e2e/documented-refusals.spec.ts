import { isDeepStrictEqual } from 'node:util';
import { Browser } from '../support/browser.js';
import { document } from '../support/openapi-schemas.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const ADMIN_KEY = 'operator-key-0123456789';
let shop: SandboxShop;
/** Somebody signed in, for what keys cannot call. */
let member: Browser;

beforeAll(async () => {
  shop = await SandboxShop.open({
    ADMIN_API_KEY: ADMIN_KEY,
    OPERATOR_MERCHANT: '1:test',
    PLANS: 'hosted',
    RATE_LIMIT_ADMIN: '0',
    RATE_LIMIT_SIGN_IN: '0',
  });
  member = await new Browser(shop.api).enterAs('member@example.com');
});

afterAll(() => shop.close());

/** A period that ends before it begins. */
const BACKWARDS = '?from=2026-12-02T00:00:00Z&to=2026-12-01T00:00:00Z';

/** The query or body that makes each operation answer as its example of a wrong member says. */
const wrong: Readonly<Record<string, string | object>> = {
  'POST /api/l402/challenges': { resource: '/r', priceSats: 0 },
  'GET /api/l402/challenges': '?limit=0',
  'POST /api/l402/challenges/verify': {},
  'GET /api/l402/challenges/{paymentHash}/uses': '?limit=201',
  'POST /api/sandbox/pay': { invoice: '' },
  'PATCH /api/merchant/settings': { invoiceExpirySeconds: 119 },
  'POST /api/merchant/subscription': { planId: 'free' },
  'POST /api/merchant/api-keys': { scopes: ['everything'] },
  'POST /api/merchant/api-keys/{id}/rotate': { overlapSeconds: -1 },
  'POST /api/merchant/wallets': { kind: 'strike', credentials: 'x' },
  'PATCH /api/merchant/wallets/{id}': { role: 'main' },
  'DELETE /api/merchant/wallets/{id}': {},
  'POST /api/merchant/wallets/{id}/check': {},
  'PUT /api/merchant/nwc-connection': {
    nwcConnectionString: `nostr+walletconnect://${'ab'.repeat(32)}?relay=wss://relay.example&secret=short`,
  },
  'PUT /api/merchant/opennode-key': { openNodeApiKey: '' },
  'PUT /api/merchant/payment-provider': { provider: '' },
  'GET /api/merchant/reconciliation': BACKWARDS,
  'GET /api/merchant/settlements.csv': BACKWARDS,
  'GET /api/merchant/overview': '?from=2026-12-02&to=2026-12-01',
  'GET /api/merchant/challenges': '?cursor=x',
  'POST /api/merchant/inspect': { text: 1 },
  'GET /api/merchant/audit': '?cursor=x',
  'GET /api/merchant/events': '?cursor=x',
  'POST /api/merchant/events/{id}/replay': { endpointId: 1 },
  'POST /api/merchant/webhooks': { url: 'ftp://shop.example' },
  'PATCH /api/merchant/webhooks/{id}': { enabled: 'no' },
  'GET /api/merchant/webhooks/{id}/deliveries': '?cursor=x',
  'PUT /api/merchant/webhook-url': { url: 'ftp://shop.example' },
  'GET /api/manifests/registry': '?page=0',
  ...Object.fromEntries(
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) => [
      `${method} /api/l402/forward-auth`,
      '?uri=/x',
    ]),
  ),
  'POST /api/proxy': { name: 'A', targetBaseUrl: 'ftp://a.example', defaultPriceSats: 1 },
  'POST /api/proxy/probe': { targetBaseUrl: 'ftp://a.example' },
  'GET /api/proxy/{proxyId}/price': '?method=get',
  'GET /api/proxy/{proxyId}/figures': '?from=2026-12-02&to=2026-12-01',
  'PUT /api/proxy/{proxyId}': { timeout: 0 },
  'POST /api/proxy/{proxyId}/unpublish': { reason: 1 },
  'PUT /api/proxy/{proxyId}/manifest/settings': { documentationUrl: 'x' },
  'POST /api/proxy/{proxyId}/manifest/endpoints': {
    ...{ endpointId: 'a', path: 'a', httpMethod: 'GET', basePriceSats: 1 },
  },
  'PUT /api/proxy/{proxyId}/manifest/endpoints/{endpointId}': { path: 'a' },
  'POST /api/proxy/{proxyId}/manifest/import': {},
  'POST /api/session': {},
  'POST /api/session/link': { email: 'nobody' },
  'POST /api/session/merchant': {},
  'POST /api/session/password': { newPassword: 'short' },
  'POST /api/session/reset': { token: '', newPassword: '' },
  'DELETE /api/session/totp': { code: '' },
  'POST /api/session/totp/confirm': { code: '' },
  'POST /api/session/passkeys': { response: 'x' },
  'POST /api/session/passkey': { response: 'x' },
  'PATCH /api/merchant/members/{userId}': { role: 'king' },
  'DELETE /api/merchant/members/{userId}': '?revokeKeys=perhaps',
  'POST /api/merchant/invitations': { email: 'a@example.com', role: 'king' },
  'POST /api/invitations/accept': { token: '' },
  'GET /api/admin/audit': '?cursor=x',
  'GET /api/admin/mails': '?limit=x',
  'POST /api/signup': { email: 'nobody', name: 'N' },
  'POST /api/signup/l402': { email: 'nobody' },
  'GET /api/admin/merchants': '?limit=x',
  'POST /api/admin/merchants': { name: 'A', email: 'nobody' },
  'PUT /api/admin/merchants/{id}': { email: 'nobody' },
  'POST /api/admin/merchants/{id}/api-keys': { revokeOthers: 'yes' },
  'PUT /api/admin/merchants/{id}/retired-resources': { resource: ' ' },
  'DELETE /api/admin/merchants/{id}/retired-resources': {},
};

/** Operations whose example is of something that only a live key comes to. */
const withLiveKey: readonly string[] = [
  'PUT /api/merchant/nwc-connection',
  'PATCH /api/merchant/members/{userId}',
  'DELETE /api/merchant/members/{userId}',
  'POST /api/merchant/invitations',
];

/** What every operation says of its address. */
const NUL_IN_ADDRESS = { url: ['the address must not hold NUL'] };
const isOfAddress = (errors: object): boolean => isDeepStrictEqual(errors, NUL_IN_ADDRESS);

const examples = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, { responses }]) => {
    const example = responses['400']?.content?.['application/problem+json']?.examples?.['validation_failed'];
    const value = example?.value as { errors: object; detail: string } | undefined;
    return value === undefined ? [] : [{ name: `${method.toUpperCase()} ${path}`, method, path, value }];
  }),
);

describe('the documented example of a wrong member', () => {
  it('is known here for every operation that has one of its own', () => {
    const own = examples.filter(({ value }) => !isOfAddress(value.errors)).map(({ name }) => name);
    expect(own.sort()).toEqual(Object.keys(wrong).sort());
  });

  it.each(examples)('is what $name really answers', async ({ name, method, path, value }) => {
    const sent = wrong[name] ?? '?%00';
    const id = path.startsWith('/api/merchant') ? `key_${'0'.repeat(32)}` : '1';
    const address = path.replace('{id}', id).replace(/\{\w+\}/g, 'ab'.repeat(32));
    const merchantKey = withLiveKey.includes(name) ? shop.merchant.liveKey : shop.key;
    const key = path.startsWith('/api/admin') ? ADMIN_KEY : merchantKey;
    const [query, body] = typeof sent === 'string' ? [sent, undefined] : ['', sent];
    const reply = path.startsWith('/api/session')
      ? await member.call(method.toUpperCase(), address + query, body)
      : await shop.api.call(method.toUpperCase(), address + query, key, body);
    const expected = wrong[name] === undefined ? NUL_IN_ADDRESS : value.errors;
    expect({ status: reply.status, errors: reply.body['errors'], detail: reply.body['detail'] }).toEqual({
      status: 400,
      errors: expected,
      detail: value.detail,
    });
  });
});
