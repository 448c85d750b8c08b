import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { ApiProcess } from '../support/api-process.js';
import type { BuiltProcess } from '../support/built-process.js';
import { BROWSER_HOOK_MILLIS, describeInBrowser, inBrowser } from '../support/dashboard/browser.js';
import { OPERATOR_KEY } from '../support/letters.js';
import { apiVariables } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { startWorkerProcess } from '../support/worker-process.js';

/** Kept after the run, so that somebody can look at what a newcomer sees. */
const shots = join(process.cwd(), 'test-output/onboarding');

describeInBrowser('a newcomer at a real instance, in a browser (left out where there is no Chromium)', () => {
  let database: TestDatabase;
  let api: ApiProcess;
  let worker: BuiltProcess;
  let seen: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    await rm(shots, { recursive: true, force: true });
    await mkdir(shots, { recursive: true });
    database = await createTestDatabase();
    const variables = apiVariables(database.url, { ADMIN_API_KEY: OPERATOR_KEY, SIGN_UP: 'free' });
    worker = startWorkerProcess(variables);
    api = await ApiProcess.start(variables);
    seen = await inBrowser('onboarding', { base: api.baseUrl, operatorKey: OPERATOR_KEY, shots });
  }, BROWSER_HOOK_MILLIS);

  afterAll(async () => {
    await Promise.all([api.stop(), worker.stop()]);
    await database.drop();
  });

  it.each(['on a phone', 'at a desk'])(
    'signs up by mail, sells a first test challenge, finds it everywhere, and leaves: %s',
    (where) => {
      expect(seen[where]).toEqual({
        signedInAt: '/dashboard',
        course: ['Open', 'Paid', 'Used'],
        done: expect.arrayContaining([4]),
        timeline: ['Challenge minted', 'Paid', 'Token used for the first time'],
        complaints: [],
        afterwards: 401,
      });
    },
  );

  it('leaves a picture of each step', async () => {
    expect(await readdir(shots)).toHaveLength(2 * 12);
  });
});
