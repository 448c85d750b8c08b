import { Browser } from '../support/browser.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { SoftAuthenticator, withCertificate } from '../support/soft-authenticator.js';
import { Uncommitted } from '../support/uncommitted.js';

const EMAIL = 'keys@passkey.example';
let shop: SandboxShop;
let browser: Browser;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({ RATE_LIMIT_SIGN_IN: '0' });
});

afterAll(() => shop.close());

beforeEach(async () => {
  shop.at(0);
  browser = await new Browser(shop.api).enterAs(`${String((made += 1))}${EMAIL}`);
});

const origin = () => shop.api.baseUrl.replace('127.0.0.1', 'localhost');
const device = () => new SoftAuthenticator('localhost', origin());
const options = async (path: string, by = browser) =>
  (await by.must(200, 'POST', `/api/session/${path}/options`)) as unknown as { challenge: string };

/** A passkey on a device. */
async function withPasskey(): Promise<{ authenticator: SoftAuthenticator; id: string }> {
  const authenticator = device();
  const response = authenticator.create(await options('passkeys'));
  const { id } = await browser.must(201, 'POST', '/api/session/passkeys', { response, label: 'laptop' });
  return { authenticator, id: String(id) };
}

const enter = async (response: object) =>
  new Browser(shop.api).call('POST', '/api/session/passkey', { response });

describe('a passkey', () => {
  it('signs in, again and again, and is listed with its last use', async () => {
    const { authenticator, id } = await withPasskey();
    for (let time = 0; time < 2; time += 1) {
      const stranger = new Browser(shop.api);
      const response = authenticator.get(await options('passkey', stranger));
      await stranger.must(200, 'POST', '/api/session/passkey', { response });
      expect(await stranger.must(200, 'GET', '/api/session')).toMatchObject({ member: { passkeys: 1 } });
    }
    expect(await browser.must(200, 'GET', '/api/session/passkeys')).toEqual({
      passkeys: [{ id, label: 'laptop', createdAt: expect.any(String), lastUsedAt: expect.any(String) }],
    });
  });

  it('signs in once with one challenge, within five minutes, and not with one of our making for something else', async () => {
    const { authenticator } = await withPasskey();
    const challenge = await options('passkey', new Browser(shop.api));
    const response = authenticator.get(challenge);
    expect((await enter(response)).status).toBe(200);
    expect((await enter(authenticator.get(challenge))).status).toBe(401);
    const old = await options('passkey', new Browser(shop.api));
    shop.at(300);
    expect((await enter(authenticator.get(old))).status).toBe(401);
    shop.at(0);
    expect((await enter(authenticator.get(await options('passkeys')))).status).toBe(401);
  });

  it('is refused for another origin, an unverified user, a challenge not ours, another key, and garbage', async () => {
    const { authenticator } = await withPasskey();
    const other = device();
    const fresh = () => options('passkey', new Browser(shop.api));
    const wrong = [
      authenticator.get(await fresh(), { origin: 'https://evil.example' }),
      authenticator.get(await fresh(), { unverified: true }),
      authenticator.get(await fresh(), { challenge: 'A'.repeat(43) }),
      { ...other.get(await fresh()), id: (authenticator.get(await fresh()) as { id: string }).id },
      other.get(await fresh()),
      {},
      { id: 7 },
      { id: 'x', response: null },
    ];
    for (const response of wrong) {
      const reply = await enter(response);
      expect([reply.status, reply.body['error']]).toEqual([401, 'invalid_credentials']);
    }
  });

  it('signs nobody in once it is deleted, and is its owner’s to delete', async () => {
    const { authenticator, id } = await withPasskey();
    const stranger = await new Browser(shop.api).enterAs('stranger@passkey.example');
    expect((await stranger.call('DELETE', `/api/session/passkeys/${id}`)).status).toBe(404);
    await browser.must(204, 'DELETE', `/api/session/passkeys/${id}`);
    expect((await enter(authenticator.get(await options('passkey', stranger)))).status).toBe(401);
  });

  it('waits with signing in for whoever is ending the sessions of its user', async () => {
    const { authenticator } = await withPasskey();
    const { member } = (await browser.must(200, 'GET', '/api/session')) as { member: { userId: string } };
    const text = 'UPDATE member_user SET password_hash = NULL WHERE id = $1';
    const reset = await Uncommitted.write(shop.database.url, text, [member.userId]);
    const entering = enter(authenticator.get(await options('passkey', new Browser(shop.api))));
    await reset.untilWaitedFor();
    expect(await shop.count('member_session WHERE user_id = $1', [member.userId])).toBe(1);
    await reset.commit();
    expect((await entering).status).toBe(200);
  });

  it('is added only over one’s own challenge, once, for our origin, with the user verified and no certificates', async () => {
    const authenticator = device();
    const add = async (response: object, by = browser) =>
      (await by.call('POST', '/api/session/passkeys', { response })).status;
    const stranger = await new Browser(shop.api).enterAs('stranger@passkey.example');
    const theirs = await options('passkeys', stranger);
    expect(await add(authenticator.create(theirs))).toBe(400);
    const mine = await options('passkeys');
    for (const faults of [{ origin: 'https://evil.example' }, { unverified: true }]) {
      expect(await add(authenticator.create(mine, faults))).toBe(400);
    }
    for (const format of ['packed', 'apple', 'fido-u2f', 'tpm', 'android-key', 'android-safetynet']) {
      expect(await add(authenticator.create(mine, {}, withCertificate(format)))).toBe(400);
    }
    for (const garbage of [{}, { id: 'x', response: {} }, { response: { attestationObject: 'zz' } }]) {
      expect(await add(garbage)).toBe(400);
    }
    expect(await add(authenticator.create(mine))).toBe(201);
    expect(await add(device().create(mine))).toBe(400);
    // The same device again, over a new challenge, for somebody else.
    expect(await add(authenticator.create(await options('passkeys', stranger)), stranger)).toBe(400);
  });
});
