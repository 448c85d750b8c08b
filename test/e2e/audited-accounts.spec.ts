import { Secret, TOTP } from 'otpauth';
import { Browser, tokenIn } from '../support/browser.js';
import { letterTo, OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { SoftAuthenticator } from '../support/soft-authenticator.js';

const EMAIL = 'owner@accounts.example';
const PASSWORDS = ['hush: the first sentence of mine', 'hush: another sentence of mine'] as const;

let shop: SandboxShop;
let owner: Browser;

beforeAll(async () => {
  shop = await SandboxShop.open({
    SIGN_UP: 'free',
    RATE_LIMIT_SIGN_IN: '0',
    RATE_LIMIT_ADMIN: '0',
    ADMIN_API_KEY: OPERATOR_KEY,
  });
  await new Browser(shop.api).must(202, 'POST', '/api/signup', { email: EMAIL, name: 'Shop' });
  owner = new Browser(shop.api);
  await owner.must(200, 'POST', '/api/session', { token: tokenIn((await letterTo(shop.api, EMAIL)).text) });
});

afterAll(() => shop.close());

type Entry = Readonly<Record<string, unknown>>;

/** What the merchant's log has, the latest first. */
async function entries(): Promise<readonly Entry[]> {
  const found = (await owner.must(200, 'GET', '/api/merchant/audit'))['entries'] as Entry[];
  expect(JSON.stringify(found)).not.toContain('hush');
  return found;
}

/** The actions that are logged while something is done, and all of them by the member. */
async function logged(work: () => Promise<unknown>): Promise<readonly unknown[]> {
  const before = (await entries()).length;
  await work();
  const after = await entries();
  const fresh = after.slice(0, after.length - before);
  const by = { kind: 'member', label: EMAIL };
  for (const entry of fresh) expect(entry).toMatchObject({ actor: by, address: '127.0.0.0/24', mode: null });
  return fresh.map(({ action }) => action);
}

const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: shop.api.clock.now().getTime() });

describe('the log of changes', () => {
  it('begins with the merchant and its owner, put down to who signed up', async () => {
    expect((await entries()).map(({ action }) => action)).toEqual(['member.join', 'merchant.create']);
    expect((await entries()).map(({ actor }) => (actor as Entry)['label'])).toEqual([EMAIL, EMAIL]);
  });

  it('has a member’s passwords, by whichever way they are set, and none of their letters', async () => {
    const [first, second] = PASSWORDS;
    const set = (body: object) => owner.must(204, 'POST', '/api/session/password', body);
    expect(await logged(() => set({ newPassword: first }))).toEqual(['password.change']);
    expect(await logged(() => owner.call('POST', '/api/session/password', { newPassword: second }))).toEqual(
      [],
    );
    expect(
      await logged(async () => {
        await owner.must(202, 'POST', '/api/session/link', { email: EMAIL, purpose: 'reset' });
        const token = tokenIn((await letterTo(shop.api, EMAIL)).text);
        await owner.must(204, 'POST', '/api/session/reset', { token, newPassword: second });
        await owner.enterAs(EMAIL);
      }),
    ).toEqual(['password.reset']);
  });

  it('has second factors that are turned on and off', async () => {
    const { secret } = (await owner.must(200, 'POST', '/api/session/totp')) as { secret: string };
    const confirm = () => owner.must(200, 'POST', '/api/session/totp/confirm', { code: codeOf(secret) });
    expect(await logged(confirm)).toEqual(['second_factor.on']);
    shop.at(60);
    const remove = () => owner.must(204, 'DELETE', '/api/session/totp', { code: codeOf(secret) });
    expect(await logged(remove)).toEqual(['second_factor.off']);
  });

  it('has passkeys, and sessions that are ended elsewhere', async () => {
    const device = new SoftAuthenticator('localhost', shop.api.baseUrl.replace('127.0.0.1', 'localhost'));
    let id = '';
    const add = async () => {
      const options = await owner.must(200, 'POST', '/api/session/passkeys/options');
      const response = device.create(options as unknown as { challenge: string });
      id = String((await owner.must(201, 'POST', '/api/session/passkeys', { response }))['id']);
    };
    expect(await logged(add)).toEqual(['passkey.add']);
    const remove = () => owner.must(204, 'DELETE', `/api/session/passkeys/${id}`);
    expect(await logged(remove)).toEqual(['passkey.remove']);
    await new Browser(shop.api).enterAs(EMAIL);
    const { sessions } = await owner.must(200, 'GET', '/api/session/all');
    const other = (sessions as { id: string; current: boolean }[]).find(({ current }) => !current);
    const end = () => owner.must(204, 'DELETE', `/api/session/all/${String(other?.id)}`);
    expect(await logged(end)).toEqual(['session.end']);
    expect(await logged(() => owner.call('DELETE', `/api/session/all/${String(other?.id)}`))).toEqual([]);
  });
});
