import { SCOPES } from '@turnpike/merchants';

import { Browser } from '../support/browser.js';
import type { HttpReply } from '../support/listening-api.js';
import {
  addressOf,
  type DocumentedRoute,
  keyRoutes,
  memberRoutes,
  scopesOf,
} from '../support/route-matrix.js';
import { LiveWallets } from '../support/live-wallets.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const ROLES = ['read_only', 'developer', 'owner'] as const;
type Role = (typeof ROLES)[number];

/** What changes nothing though it is no GET, and so is everybody's. */
const READS: readonly string[] = ['POST /api/merchant/inspect'];

/** What an owner alone may do. Every other change is a developer's, too, and every read everybody's. */
const OWNERS: readonly RegExp[] = [
  /^\w+ \/api\/merchant\/(members|invitations)/,
  /^\w+ \/api\/merchant\/wallets/,
  /^PUT \/api\/merchant\/(nwc-connection|opennode-key|payment-provider)$/,
  /^POST \/api\/merchant\/subscription$/,
];

let shop: SandboxShop;
let browsers: Record<Role, Browser>;

beforeAll(async () => {
  shop = await SandboxShop.open({ RATE_LIMIT_SIGN_IN: '0' });
  const entries = [];
  for (const role of ROLES) entries.push([role, await memberOf(shop.merchant.merchantId, role)] as const);
  browsers = Object.fromEntries(entries) as Record<Role, Browser>;
});

afterAll(() => shop.close());

/** A member of a merchant, signed in. */
async function memberOf(merchantId: number, role: Role): Promise<Browser> {
  const email = `${role}@m${String(merchantId)}.example`;
  const first = await new Browser(shop.api).enterAs(email);
  const { member } = (await first.must(200, 'GET', '/api/session')) as { member: { userId: string } };
  const values = [merchantId, member.userId, role];
  await shop.pool.query({ text: 'INSERT INTO merchant_member VALUES ($1, $2, $3, now())', values });
  return new Browser(shop.api).enterAs(email);
}

const least = ({ name, method }: DocumentedRoute): Role => {
  if (method === 'GET' || READS.includes(name)) return 'read_only';
  return OWNERS.some((one) => one.test(name)) ? 'owner' : 'developer';
};
const bodyOf = ({ method }: DocumentedRoute): unknown => (method === 'GET' ? undefined : {});
const errorOf = ({ body }: HttpReply): string => (typeof body['error'] === 'string' ? body['error'] : 'none');

describe.each(memberRoutes)('$name', (route) => {
  it('is for members whose role is large enough, and names it to the others', async () => {
    for (const role of ROLES) {
      const reply = await browsers[role].call(route.method, addressOf(route.path), bodyOf(route));
      if (ROLES.indexOf(role) < ROLES.indexOf(least(route))) {
        expect([role, reply.status, reply.body]).toMatchObject([
          role,
          403,
          { error: 'role_missing', required_role: least(route) },
        ]);
      } else {
        expect(`${role} ${String(reply.status)} ${errorOf(reply)}`).not.toMatch(
          / 401 |_missing$|origin_refused$/,
        );
      }
    }
  });

  it('is closed to whoever belongs to no merchant, and to pages of other sites where it changes something', async () => {
    const nobody = await new Browser(shop.api).enterAs('nobody@nowhere.example');
    const reply = await nobody.call(route.method, addressOf(route.path), bodyOf(route));
    expect([reply.status, errorOf(reply)]).toEqual([403, 'role_missing']);
    if (route.method === 'GET') return;
    const headers = { origin: 'https://evil.example' };
    const forged = await browsers.owner.call(route.method, addressOf(route.path), bodyOf(route), headers);
    expect([forged.status, errorOf(forged)]).toEqual([403, 'origin_refused']);
  });
});

describe.each(keyRoutes)('$name', (route) => {
  it('asks of a key just the scopes that the document says', async () => {
    const scopes = scopesOf(route) ?? [];
    const others = SCOPES.filter((scope) => !scopes.includes(scope));
    const call = async (key: string) =>
      shop.api.call(route.method, addressOf(route.path), key, bodyOf(route));
    const refused = await call(await keyWith(others));
    if (scopes.length > 0) {
      expect(refused).toMatchObject({
        status: 403,
        body: { error: 'scope_missing', required_scope: scopes[0] },
      });
    }
    const admitted = await call(await keyWith(scopes.length > 0 ? scopes : ['challenges:read']));
    expect(errorOf(admitted)).not.toBe('invalid_api_key');
    // What a route makes of a scope beyond its own, such as handing it on, is its own matter.
    expect(scopes).not.toContain(admitted.body['required_scope']);
  });
});

const keys = new Map<string, Promise<string>>();
function keyWith(scopes: readonly string[]): Promise<string> {
  const name = scopes.join(' ');
  const known = keys.get(name) ?? shop.newKey(...scopes);
  keys.set(name, known);
  return known;
}

describe('what is somebody else’s', () => {
  /** Things of the shop, in test mode, by the route that names them. */
  async function things(): Promise<Record<string, Record<string, string>>> {
    const offer = await shop.paid({ maxUses: 2 });
    const { useId } = await shop.verify(offer, { requestId: 'mine', reserve: true });
    const made = await shop.post('/api/merchant/api-keys', {});
    const invited = await browsers.owner.must(201, 'POST', '/api/merchant/invitations', {
      email: 'asked@shop.example',
      role: 'read_only',
    });
    const { members } = (await browsers.owner.must(200, 'GET', '/api/merchant/members')) as {
      members: { userId: string; role: string }[];
    };
    const member = members.find(({ role }) => role === 'read_only')!;
    const webhook = await shop.post('/api/merchant/webhooks', { url: 'https://hooks.example.org/turnpike' });
    const wish = { name: 'Mine', targetBaseUrl: 'https://api.example.org', defaultPriceSats: 5 };
    const proxyId = String((await shop.post('/api/proxy', wish)).body['proxyId']);
    const endpoint = { endpointId: 'one', path: '/one', httpMethod: 'GET', basePriceSats: 1 };
    await shop.post(`/api/proxy/${proxyId}/manifest/endpoints`, endpoint);
    const told = (await shop.get('/api/merchant/events')).body['events'] as { id: string }[];
    await LiveWallets.connect(shop);
    const wallets = (await shop.get('/api/merchant/wallets', shop.merchant.liveKey)).body['wallets'];
    return {
      '{paymentHash}': { paymentHash: offer.paymentHash },
      '{useId}': { useId: useId! },
      'api-keys/{id}': { id: String(made.body['id']) },
      'invitations/{id}': { id: String(invited['id']) },
      'members/{userId}': { userId: member.userId },
      'wallets/{id}': { id: (wallets as { id: string }[])[0]!.id },
      'webhooks/{id}': { id: String(webhook.body['id']) },
      'events/{id}': { id: told[0]!.id },
      'proxy/{proxyId}': { proxyId, endpointId: 'one' },
    };
  }

  it('does not exist for another merchant’s keys and members, nor, where it has a mode, for the other mode', async () => {
    const stranger = await shop.api.newMerchant();
    const owner = await memberOf(stranger.merchantId, 'owner');
    const mine = Object.entries(await things());
    const bodies: Record<string, object> = {
      'POST /api/proxy/{proxyId}/manifest/endpoints': {
        ...{ endpointId: 'two', path: '/two', httpMethod: 'GET', basePriceSats: 1 },
      },
      'POST /api/proxy/{proxyId}/manifest/import': { document: { paths: {} } },
    };
    const inBothModes = /members|invitations/;
    // Of live mode alone, so that there is no other in which they could be looked for.
    const inLiveMode = /wallets/;
    const modeOf = ({ path }: DocumentedRoute): Record<string, string> =>
      inLiveMode.test(path) ? { 'x-turnpike-mode': 'live' } : {};
    for (const route of keyRoutes.filter(({ path }) => path.includes('{'))) {
      const ids = mine.find(([part]) => route.path.includes(part))?.[1];
      if (ids === undefined) throw new Error(`nothing of the shop is known for ${route.name}`);
      const body = bodies[route.name] ?? (/members/.test(route.path) ? { role: 'developer' } : bodyOf(route));
      const ask = async (key: string | null, wanted: Record<string, string>) => {
        const address = addressOf(route.path, wanted);
        const reply =
          key === null
            ? await owner.call(route.method, address, body, modeOf(route))
            : await shop.api.call(route.method, address, key, body);
        return { status: reply.status, body: { ...reply.body, correlation_id: null } };
      };
      const others: (string | null)[] = [stranger.liveKey];
      if (!inBothModes.test(route.path) && !inLiveMode.test(route.path))
        others.push(stranger.testKey, shop.merchant.liveKey);
      if (memberRoutes.includes(route)) others.push(null);
      for (const key of others) {
        const [theirs, nothing] = [await ask(key, ids), await ask(key, {})];
        expect([route.name, theirs.status]).toEqual([route.name, 404]);
        expect(theirs).toEqual(nothing);
      }
    }
    expect(await browsers.owner.must(200, 'GET', '/api/merchant/members')).toMatchObject({
      invitations: [{ email: 'asked@shop.example' }],
    });
  });
});
