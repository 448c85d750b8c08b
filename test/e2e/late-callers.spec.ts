import { Browser, tokenIn } from '../support/browser.js';
import { letterTo, OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { Uncommitted } from '../support/uncommitted.js';

let shop: SandboxShop;
let owner: Browser;
let merchantId: number;
let on: Targets;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({
    SIGN_UP: 'free',
    RATE_LIMIT_SIGN_IN: '0',
    RATE_LIMIT_ADMIN: '0',
    ADMIN_API_KEY: OPERATOR_KEY,
  });
  const email = newEmail();
  await new Browser(shop.api).must(202, 'POST', '/api/signup', { email, name: 'Shop' });
  owner = new Browser(shop.api, 'live');
  await owner.must(200, 'POST', '/api/session', { token: await tokenFor(email) });
  merchantId = Number((await owner.must(200, 'GET', '/api/session'))['merchantId']);
  on = await targets();
});

afterAll(() => shop.close());

const newEmail = (): string => `late-${String((made += 1))}@callers.example`;
const tokenFor = async (email: string) => tokenIn((await letterTo(shop.api, email)).text);

interface Caller {
  readonly id: string;
  /** One call, and its status and error. */
  call(method: string, path: string, body?: unknown): Promise<readonly unknown[]>;
}

/** Another owner. */
async function member(): Promise<Caller> {
  const email = newEmail();
  await owner.must(201, 'POST', '/api/merchant/invitations', { email, role: 'owner' });
  const browser = new Browser(shop.api, 'live');
  await browser.must(200, 'POST', '/api/invitations/accept', { token: await tokenFor(email) });
  const { member: who } = (await browser.must(200, 'GET', '/api/session')) as { member: { userId: string } };
  return {
    id: who.userId,
    async call(method, path, body) {
      const reply = await browser.call(method, path, body);
      return [reply.status, reply.body['error']];
    },
  };
}

/** A live key with every scope. */
async function key(): Promise<Caller> {
  const scopes = ['merchant:admin', 'challenges:write', 'challenges:verify', 'challenges:read'];
  const issued = await owner.must(201, 'POST', '/api/merchant/api-keys', { scopes });
  return {
    id: String(issued['id']),
    async call(method, path, body) {
      const reply = await shop.api.call(method, path, String(issued['key']), body);
      return [reply.status, reply.body['error']];
    },
  };
}

/** A session that such a key has opened. */
async function keySession(): Promise<Caller> {
  const issued = await owner.must(201, 'POST', '/api/merchant/api-keys', { scopes: ['merchant:admin'] });
  const browser = new Browser(shop.api);
  await browser.must(200, 'POST', '/api/session', { apiKey: issued['key'] });
  return {
    id: String(issued['id']),
    async call(method, path, body) {
      const reply = await browser.call(method, path, body);
      return [reply.status, reply.body['error']];
    },
  };
}

/** What a call could change: a key, an invitation and a member, by their ids. */
interface Targets {
  readonly keyId: string;
  readonly invitationId: string;
  readonly userId: string;
}

async function targets(): Promise<Targets> {
  const email = newEmail();
  const plain = await owner.must(201, 'POST', '/api/merchant/api-keys', { scopes: ['challenges:read'] });
  const invitation = await owner.must(201, 'POST', '/api/merchant/invitations', { email, role: 'owner' });
  return { keyId: String(plain['id']), invitationId: String(invitation['id']), userId: (await member()).id };
}

/** The merchant's keys, invitations and members but for one of these ids. */
async function stateWithout(id: string): Promise<unknown> {
  const { rows } = await shop.pool.query({
    text: `SELECT id, coalesce(revoked_at, expires_at)::text AS state FROM api_key WHERE merchant_id = $1 AND id <> $2
      UNION ALL SELECT id, role FROM merchant_invitation WHERE merchant_id = $1
      UNION ALL SELECT user_id, role FROM merchant_member WHERE merchant_id = $1 AND user_id <> $2 ORDER BY 1`,
    values: [merchantId, id],
  });
  return rows;
}

const CHANGES: [string, string, (on: Targets) => string, object | undefined][] = [
  ['makes no key', 'POST', () => '/api/merchant/api-keys', { scopes: ['merchant:admin'] }],
  ['replaces no key', 'POST', ({ keyId }) => `/api/merchant/api-keys/${keyId}/rotate`, {}],
  ['ends no key', 'DELETE', ({ keyId }) => `/api/merchant/api-keys/${keyId}`, undefined],
  ['invites nobody', 'POST', () => '/api/merchant/invitations', { email: newEmail(), role: 'owner' }],
  [
    'takes nothing back',
    'DELETE',
    ({ invitationId }) => `/api/merchant/invitations/${invitationId}`,
    undefined,
  ],
  ['changes nobody', 'PATCH', ({ userId }) => `/api/merchant/members/${userId}`, { role: 'read_only' }],
  ['removes nobody', 'DELETE', ({ userId }) => `/api/merchant/members/${userId}`, undefined],
];

async function tooLate(caller: Caller, going: string, [, method, path, body]: (typeof CHANGES)[number]) {
  const before = await stateWithout(caller.id);
  const end = await Uncommitted.write(shop.database.url, going, [merchantId, caller.id]);
  const asked = caller.call(method, path(on), body);
  await end.untilWaitedFor();
  await end.commit();
  return { answer: await asked, isUnchanged: same(before, await stateWithout(caller.id)) };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

describe('a member whose removal commits first', () => {
  const removal = 'DELETE FROM merchant_member WHERE merchant_id = $1 AND user_id = $2';

  it.each(CHANGES)('%s any more', async (...change) => {
    const answer = [403, 'role_missing'];
    expect(await tooLate(await member(), removal, change)).toEqual({ answer, isUnchanged: true });
  });
});

describe('a key whose revocation commits first', () => {
  const revocation = `WITH held AS (SELECT id FROM merchant WHERE id = $1 FOR NO KEY UPDATE)
    UPDATE api_key k SET revoked_at = now() FROM held WHERE k.merchant_id = held.id AND k.id = $2`;

  it.each(CHANGES)('%s any more', async (...change) => {
    const answer = [401, 'invalid_api_key'];
    expect(await tooLate(await key(), revocation, change)).toEqual({ answer, isUnchanged: true });
  });

  it.each([CHANGES[2]!, CHANGES[4]!])('%s by its session any more', async (...change) => {
    const answer = [401, 'invalid_api_key'];
    expect(await tooLate(await keySession(), revocation, change)).toEqual({ answer, isUnchanged: true });
  });
});
