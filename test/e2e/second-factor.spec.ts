import { Secret, TOTP } from 'otpauth';

import { Browser, linkFor } from '../support/browser.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const PASSWORD = 'a long sentence of my own';
let shop: SandboxShop;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({ RATE_LIMIT_SIGN_IN: '0' });
});

afterAll(() => shop.close());
beforeEach(() => shop.at(0));

interface Guarded {
  readonly email: string;
  readonly browser: Browser;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** The code of a secret at the time of the shop. */
const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: shop.api.clock.now().getTime() });

/** Somebody with a password and a second factor, some time steps after it was confirmed. */
async function guarded(): Promise<Guarded> {
  shop.at(0);
  const email = `two-${String((made += 1))}@factor.example`;
  const browser = await new Browser(shop.api).enterAs(email);
  await browser.must(204, 'POST', '/api/session/password', { newPassword: PASSWORD });
  const { secret } = (await browser.must(200, 'POST', '/api/session/totp')) as { secret: string };
  const code = codeOf(secret);
  const { recoveryCodes } = (await browser.must(200, 'POST', '/api/session/totp/confirm', { code })) as {
    recoveryCodes: string[];
  };
  shop.at(120);
  return { email, browser, secret, recoveryCodes };
}

const enter = (body: object) => new Browser(shop.api).call('POST', '/api/session', body);

describe('a second factor', () => {
  it('counts for nothing before it is confirmed', async () => {
    const email = 'unconfirmed@factor.example';
    const browser = await new Browser(shop.api).enterAs(email);
    const { otpauthUrl } = await browser.must(200, 'POST', '/api/session/totp');
    expect(String(otpauthUrl)).toMatch(/^otpauth:\/\/totp\/Turnpike:unconfirmed%40factor\.example\?/);
    expect((await browser.call('POST', '/api/session/totp/confirm', { code: '000000' })).status).toBe(401);
    await new Browser(shop.api).enterAs(email);
  });

  it('is asked for once the password is right, and not before', async () => {
    const { email, secret } = await guarded();
    expect((await enter({ email, password: 'a wrong sentence of mine' })).body['error']).toBe(
      'invalid_credentials',
    );
    expect((await enter({ email, password: PASSWORD })).body['error']).toBe('second_factor_required');
    expect((await enter({ email, password: PASSWORD, code: '000000' })).body['error']).toBe(
      'invalid_credentials',
    );
    expect((await enter({ email, password: PASSWORD, code: codeOf(secret) })).status).toBe(200);
  });

  it('is asked for after a link, too, which stays good until the code is right', async () => {
    const { email, secret } = await guarded();
    const token = await linkFor(shop.api, email);
    expect((await enter({ token })).body['error']).toBe('second_factor_required');
    expect((await enter({ token, code: '000000' })).status).toBe(401);
    expect((await enter({ token, code: codeOf(secret) })).status).toBe(200);
  });

  it('takes a code once, of any number at once, and none of the time before', async () => {
    const { email, secret } = await guarded();
    const code = codeOf(secret);
    const tries = [1, 2, 3].map(() => enter({ email, password: PASSWORD, code }));
    expect((await Promise.all(tries)).map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    shop.at(180);
    expect((await enter({ email, password: PASSWORD, code })).status).toBe(401);
  });

  it('is stood in for by recovery codes, each once, however they are written', async () => {
    const { email, recoveryCodes } = await guarded();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = '', second = ''] = recoveryCodes;
    const use = async (code: string) => (await enter({ email, password: PASSWORD, code })).status;
    expect((await Promise.all([use(first), use(first), use(first)])).sort()).toEqual([200, 401, 401]);
    expect(await use(first)).toBe(401);
    expect(await use(second.toUpperCase().replaceAll('-', ' '))).toBe(200);
  });

  it('is turned off by a code, and cannot be set up over a confirmed one', async () => {
    const { email, browser, secret } = await guarded();
    expect((await browser.call('POST', '/api/session/totp')).status).toBe(400);
    expect((await browser.call('DELETE', '/api/session/totp', { code: '000000' })).status).toBe(401);
    await browser.must(204, 'DELETE', '/api/session/totp', { code: codeOf(secret) });
    expect((await enter({ email, password: PASSWORD })).status).toBe(200);
    expect((await browser.call('DELETE', '/api/session/totp', { code: '000000' })).status).toBe(400);
  });

  it('is guessed at but seldom, also where the limits of signing in are off', async () => {
    const { email } = await guarded();
    const statuses: number[] = [];
    for (let index = 0; index < 7; index += 1) {
      statuses.push((await enter({ email, password: PASSWORD, code: '000000' })).status);
    }
    expect(statuses[0]).toBe(401);
    expect(statuses.slice(-2)).toEqual([429, 429]);
  });

  it('is stored sealed, its recovery codes as digests', async () => {
    const { secret, recoveryCodes } = await guarded();
    for (const table of ['member_user', 'member_recovery_code', 'mail_outbox']) {
      const { rows } = await shop.pool.query({ text: `SELECT t::text AS row FROM ${table} t` });
      const text = JSON.stringify(rows);
      for (const told of [
        secret,
        Buffer.from(secret).toString('hex'),
        recoveryCodes[0]!.replaceAll('-', ''),
      ]) {
        expect(text).not.toContain(told);
      }
    }
  });
});
