import { Secret, TOTP } from 'otpauth';
import { Browser, tokenIn } from '../support/browser.js';
import { letterTo, OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { SoftAuthenticator } from '../support/soft-authenticator.js';

const PASSWORD = 'a long sentence of my own';
const LATER = 900;
let shop: SandboxShop;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({
    RATE_LIMIT_SIGN_IN: '0',
    RATE_LIMIT_ADMIN: '0',
    ADMIN_API_KEY: OPERATOR_KEY,
  });
});

afterAll(() => shop.close());

interface Somebody {
  readonly email: string;
  readonly browser: Browser;
}

/** Somebody who has just signed in by a link, and has no password. */
async function somebody(): Promise<Somebody> {
  shop.at(0);
  const email = `here-${String((made += 1))}@recent.example`;
  return { email, browser: await new Browser(shop.api).enterAs(email) };
}

const codeOf = (secret: unknown): string =>
  new TOTP({ secret: Secret.fromBase32(String(secret)) }).generate({
    timestamp: shop.api.clock.now().getTime(),
  });

/** A passkey of theirs. */
async function addPasskey({ browser }: Somebody): Promise<string> {
  const device = new SoftAuthenticator('localhost', shop.api.baseUrl.replace('127.0.0.1', 'localhost'));
  const options = await browser.must(200, 'POST', '/api/session/passkeys/options');
  const response = device.create(options as unknown as { challenge: string });
  return String((await browser.must(201, 'POST', '/api/session/passkeys', { response }))['id']);
}

/** All that changes what opens an account, and what of it is answered. */
async function changes({ browser }: Somebody, passkey: string, proof: object = {}) {
  const asked: [string, string, object][] = [
    ['POST', '/api/session/passkeys/options', proof],
    ['POST', '/api/session/totp', proof],
    ['DELETE', `/api/session/passkeys/${passkey}`, proof],
  ];
  const answers: unknown[] = [];
  for (const [method, path, body] of asked) {
    const reply = await browser.call(method, path, body);
    answers.push(reply.body['error'] ?? reply.status);
  }
  return answers;
}

describe('what opens an account', () => {
  it('is changed for 15 minutes after the sign-in, and then only after another', async () => {
    const one = await somebody();
    const passkey = await addPasskey(one);
    shop.at(LATER);
    const refused = 'recent_sign_in_required';
    expect(await changes(one, passkey)).toEqual([refused, refused, refused]);
    const first = await one.browser.call('POST', '/api/session/password', { newPassword: PASSWORD });
    expect([first.status, first.body['error']]).toEqual([403, refused]);
    await one.browser.enterAs(one.email);
    expect(await changes(one, passkey)).toEqual([200, 200, 204]);
    await one.browser.must(204, 'POST', '/api/session/password', { newPassword: PASSWORD });
  });

  it('is changed later by who sends the password along, and a wrong one is none', async () => {
    const one = await somebody();
    await one.browser.must(204, 'POST', '/api/session/password', { newPassword: PASSWORD });
    const passkey = await addPasskey(one);
    shop.at(LATER);
    const wrong = 'invalid_credentials';
    expect(await changes(one, passkey, { password: 'a wrong sentence' })).toEqual([wrong, wrong, wrong]);
    expect(await changes(one, passkey, { code: '000000' })).toEqual(
      Array.from({ length: 3 }, () => 'recent_sign_in_required'),
    );
    expect(await changes(one, passkey, { password: PASSWORD })).toEqual([200, 200, 204]);
  });

  it('is changed later by who sends a code along, each once', async () => {
    const one = await somebody();
    const { secret } = await one.browser.must(200, 'POST', '/api/session/totp');
    await one.browser.must(200, 'POST', '/api/session/totp/confirm', { code: codeOf(secret) });
    const passkey = await addPasskey(one);
    shop.at(LATER);
    const remove = (code: string) => one.browser.call('DELETE', `/api/session/passkeys/${passkey}`, { code });
    expect((await remove('000000')).body['error']).toBe('invalid_credentials');
    const code = codeOf(secret);
    expect((await remove(code)).status).toBe(204);
    const password = { newPassword: PASSWORD, code };
    expect((await one.browser.call('POST', '/api/session/password', password)).status).toBe(401);
    shop.at(LATER + 60);
    await one.browser.must(204, 'POST', '/api/session/password', { ...password, code: codeOf(secret) });
  });

  it('is told of when a passkey goes, and when a reset leaves passkeys', async () => {
    const one = await somebody();
    const [passkey] = [await addPasskey(one), await addPasskey(one), await addPasskey(one)];
    await one.browser.must(204, 'DELETE', `/api/session/passkeys/${passkey}`);
    expect((await letterTo(shop.api, one.email)).text).toMatch(/A passkey was removed\./);
    await new Browser(shop.api).must(202, 'POST', '/api/session/link', {
      email: one.email,
      purpose: 'reset',
    });
    const token = tokenIn((await letterTo(shop.api, one.email)).text);
    await new Browser(shop.api).must(204, 'POST', '/api/session/reset', { token, newPassword: PASSWORD });
    const { text } = await letterTo(shop.api, one.email);
    expect(text).toContain('2 passkeys still sign in to your account.');
    expect(text).toContain(`${shop.api.baseUrl}/dashboard/security`);
  });
});
