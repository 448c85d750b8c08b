import { ApiProcess } from '../support/api-process.js';
import { BROWSER_HOOK_MILLIS, describeInBrowser, inBrowser } from '../support/dashboard/browser.js';
import { OPERATOR_KEY } from '../support/letters.js';
import { apiVariables } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const shots = process.env['DASHBOARD_SHOTS'];

describeInBrowser('an account at a real instance, in a browser (left out where there is no Chromium)', () => {
  let database: TestDatabase;
  let api: ApiProcess;
  let seen: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    const more = { ADMIN_API_KEY: OPERATOR_KEY, SIGN_UP: 'closed', RATE_LIMIT_SIGN_IN: '0' };
    api = await ApiProcess.start(apiVariables(database.url, more));
    const headers = { 'x-api-key': OPERATOR_KEY, 'content-type': 'application/json' };
    for (const who of ['totp', 'passkey']) {
      const body = JSON.stringify({ name: who, email: `${who}@account.example` });
      await fetch(`${api.baseUrl}/api/admin/merchants`, { method: 'POST', headers, body });
    }
    // Passkeys belong to a name, and never to a number.
    const base = api.baseUrl.replace('127.0.0.1', 'localhost');
    seen = await inBrowser('account', { base, operatorKey: OPERATOR_KEY, shots });
  }, BROWSER_HOOK_MILLIS);

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('is guarded by codes, each good once, and by recovery codes, each good once', () => {
    expect(seen['a second factor, from its set-up to its end']).toEqual({
      codes: 10,
      again: expect.stringContaining('The code is wrong, or it was used already.'),
    });
  });

  it('is opened by a passkey of this device, of which there is one, until it is removed', () => {
    expect(seen['a passkey, from its making to its end']).toEqual({
      twice: expect.stringContaining('This device has a passkey for you already.'),
      removed: expect.stringContaining('No account here knows this passkey'),
      cancelled: expect.stringContaining('It was cancelled'),
    });
  });
});
