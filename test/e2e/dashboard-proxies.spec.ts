import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { ApiProcess } from '../support/api-process.js';
import { BROWSER_HOOK_MILLIS, describeInBrowser, inBrowser } from '../support/dashboard/browser.js';
import { OPERATOR_KEY } from '../support/letters.js';
import { apiVariables } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { UpstreamServer } from '../support/upstream-server.js';

/** Kept after the run, so that somebody can look at what was seen. */
const shots = join(process.cwd(), 'test-output/proxies');

describeInBrowser(
  'an API sold from the dashboard, in a browser (left out where there is no Chromium)',
  () => {
    let database: TestDatabase;
    let instance: ApiProcess;
    let upstream: UpstreamServer;
    let seen: Readonly<Record<string, unknown>>;

    beforeAll(async () => {
      await rm(shots, { recursive: true, force: true });
      await mkdir(shots, { recursive: true });
      database = await createTestDatabase();
      upstream = await UpstreamServer.start();
      upstream.respond = ({ url }, response) => {
        response.setHeader('content-type', 'text/plain');
        response.end(`sunny at ${url}`);
      };
      const variables = apiVariables(database.url, {
        ADMIN_API_KEY: OPERATOR_KEY,
        SIGN_UP: 'free',
        ADDRESS_ALLOW: '127.0.0.1',
        ROLE: 'all',
      });
      instance = await ApiProcess.start(variables, 'apps/standalone/src/main.js');
      const input = { base: instance.baseUrl, operatorKey: OPERATOR_KEY, upstream: upstream.url, shots };
      seen = await inBrowser('proxy-sale', input);
    }, BROWSER_HOOK_MILLIS);

    afterAll(async () => {
      await instance.stop();
      await upstream.stop();
      await database.drop();
    });

    it('is put behind the gateway, priced, called, paid for and counted, by pages alone', () => {
      expect(seen['a proxy, from nothing to its figures']).toMatchObject({
        looked: 'Looked up as /Forecast/oslo.',
        bought: expect.stringContaining('sunny at /forecast/oslo'),
      });
    });

    it('is paid for by a person at a page that sees the payment and goes on to what was bought', () => {
      expect(seen['a proxy, from nothing to its figures']).toMatchObject({
        status: 402,
        offersWallet: false,
        pasted: 'sunny at /forecast/lima',
        paid: 'sunny at /forecast/rome',
        problems: [],
      });
    });
  },
);
