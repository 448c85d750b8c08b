import { Secret, TOTP } from 'otpauth';
import { Browser, tokenIn } from '../support/browser.js';
import { letterTo, OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { SoftAuthenticator } from '../support/soft-authenticator.js';
import { Uncommitted } from '../support/uncommitted.js';

const PASSWORD = 'a long sentence of my own';
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

type Call = readonly [method: string, path: string, body?: object];

const newEmail = (): string => `ended-${String((made += 1))}@meanwhile.example`;

const codeOf = (secret: unknown): string =>
  new TOTP({ secret: Secret.fromBase32(String(secret)) }).generate({
    timestamp: shop.api.clock.now().getTime(),
  });

async function setUpTotp(browser: Browser): Promise<Call> {
  const { secret } = await browser.must(200, 'POST', '/api/session/totp');
  return ['POST', '/api/session/totp/confirm', { code: codeOf(secret) }];
}

async function askForPasskey(browser: Browser): Promise<Call> {
  const device = new SoftAuthenticator('localhost', shop.api.baseUrl.replace('127.0.0.1', 'localhost'));
  const options = await browser.must(200, 'POST', '/api/session/passkeys/options');
  const response = device.create(options as unknown as { challenge: string });
  return ['POST', '/api/session/passkeys', { response }];
}

const CHANGES: [string, (browser: Browser) => Promise<Call> | Call][] = [
  ['a second factor is set up', () => ['POST', '/api/session/totp']],
  ['a second factor is confirmed', setUpTotp],
  ['a passkey is asked for', () => ['POST', '/api/session/passkeys/options']],
  ['a passkey is added', askForPasskey],
  [
    'a passkey is removed',
    async (browser) => {
      const { id } = await browser.must(201, ...(await askForPasskey(browser)));
      return ['DELETE', `/api/session/passkeys/${String(id)}`];
    },
  ],
  ['a first password is set', () => ['POST', '/api/session/password', { newPassword: PASSWORD }]],
];

describe('a session that ends while it is acted in', () => {
  it.each(CHANGES)('changes nothing more: when %s', async (_what, prepare) => {
    const browser = await new Browser(shop.api).enterAs(newEmail());
    const { member } = (await browser.must(200, 'GET', '/api/session')) as { member: { userId: string } };
    const call = await prepare(browser);
    const rows = (): Promise<number[]> =>
      Promise.all([
        shop.count('member_passkey WHERE user_id = $1', [member.userId]),
        shop.count("member_link WHERE user_id = $1 AND purpose = 'passkey_add' AND used_at IS NULL", [
          member.userId,
        ]),
        shop.count('member_user WHERE id = $1 AND password_hash IS NOT NULL', [member.userId]),
        shop.count('member_user WHERE id = $1 AND sealed_totp_secret IS NOT NULL', [member.userId]),
        shop.count('member_user WHERE id = $1 AND totp_confirmed_at IS NOT NULL', [member.userId]),
      ]);
    const before = await rows();
    const text = `WITH gone AS (DELETE FROM member_session WHERE user_id = $1)
                  UPDATE member_user SET name = name WHERE id = $1`;
    const ending = await Uncommitted.write(shop.database.url, text, [member.userId]);
    const asked = browser.call(...call);
    await Promise.race([ending.untilWaitedFor(), asked]);
    await ending.commit();
    expect((await asked).body['error']).toBe('missing_session');
    expect(await rows()).toEqual(before);
  });
});

describe('a password that is set by a link', () => {
  it('ends what somebody else could have begun: a second factor that waits, and a passkey asked for', async () => {
    const email = newEmail();
    const browser = await new Browser(shop.api).enterAs(email);
    const begun = [await setUpTotp(browser), await askForPasskey(browser)];
    await new Browser(shop.api).must(202, 'POST', '/api/session/link', { email, purpose: 'reset' });
    const token = tokenIn((await letterTo(shop.api, email)).text);
    await new Browser(shop.api).must(204, 'POST', '/api/session/reset', { token, newPassword: PASSWORD });
    const again = new Browser(shop.api);
    await again.must(200, 'POST', '/api/session', { email, password: PASSWORD });
    const errors = [];
    for (const call of begun) errors.push((await again.call(...call)).body['error']);
    expect(errors).toEqual(['invalid_credentials', 'validation_failed']);
  });
});

describe('a password that is changed', () => {
  it('ends the same', async () => {
    const browser = await new Browser(shop.api).enterAs(newEmail());
    const begun = [await setUpTotp(browser), await askForPasskey(browser)];
    await browser.must(204, 'POST', '/api/session/password', { newPassword: PASSWORD });
    const errors = [];
    for (const call of begun) errors.push((await browser.call(...call)).body['error']);
    expect(errors).toEqual(['invalid_credentials', 'validation_failed']);
  });
});
