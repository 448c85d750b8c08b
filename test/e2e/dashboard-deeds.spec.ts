import { ApiProcess } from '../support/api-process.js';
import type { BuiltProcess } from '../support/built-process.js';
import { BROWSER_HOOK_MILLIS, describeInBrowser, inBrowser } from '../support/dashboard/browser.js';
import { BookNode } from '../support/emulators/book-node.js';
import { startEmulator, type StartedEmulator } from '../support/emulators/start-emulator.js';
import { OPERATOR_KEY } from '../support/letters.js';
import { apiVariables } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { UpstreamServer } from '../support/upstream-server.js';
import { startWorkerProcess } from '../support/worker-process.js';

const shots = process.env['DASHBOARD_SHOTS'];
const ALLOWED = { ADDRESS_ALLOW: '127.0.0.1', WALLET_ALLOW_NETWORKS: 'regtest' };
/** Where the receiver is told, and no other of another test before it. */
const HOOK = '/hook-of-deeds';
const SOLD = { PLANS: 'hosted', DEFAULT_PLAN: 'individual', OPERATOR_MERCHANT: '1:test' };

describeInBrowser('an owner at a real instance, in a browser (left out where there is no Chromium)', () => {
  let database: TestDatabase;
  let api: ApiProcess;
  let worker: BuiltProcess;
  let wallet: StartedEmulator;
  let receiver: UpstreamServer;
  let seen: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    [wallet, receiver] = [await startEmulator('phoenixd', new BookNode()), await UpstreamServer.start()];
    const more = { ADMIN_API_KEY: OPERATOR_KEY, SIGN_UP: 'closed', ...ALLOWED, ...SOLD };
    const variables = apiVariables(database.url, more);
    worker = startWorkerProcess(variables);
    api = await ApiProcess.start(variables);
    const { testApiKey: sellerKey } = await merchant('seller');
    for (const who of ['hook', 'wallet', 'plan']) await merchant(who);
    const { credentials } = wallet;
    const input = { base: api.baseUrl, operatorKey: OPERATOR_KEY, sellerKey, shots };
    seen = await inBrowser('deeds', { ...input, wallet: credentials, hook: `${receiver.url}${HOOK}` });
  }, BROWSER_HOOK_MILLIS);

  afterAll(async () => {
    await Promise.all([api.stop(), worker.stop(), wallet.stop(), receiver.stop()]);
    await database.drop();
  });

  /** A merchant as the operator makes one. Who sells plans has none that ends. */
  async function merchant(name: string): Promise<Record<string, unknown>> {
    const plan = name === 'seller' ? { planTier: 'unlimited' } : {};
    const body = { name, email: `${name}@deeds.example`, ...plan };
    return (await api.post('/api/admin/merchants', OPERATOR_KEY, body)).body;
  }

  it('sends an event to a webhook again, and the receiver knows it by its id', () => {
    expect(seen['an event, sent again']).toEqual({ rows: 2 });
    // What else is told of the merchant, its plan for one, comes when it comes.
    const tests = receiver.seen.filter(({ url, body }) => url === HOOK && body.includes('"webhook.test"'));
    const ids = tests.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it('connects a wallet once its credentials are right, and reads what was wrong with them before', () => {
    expect(seen['a wallet, connected']).toEqual([{ kind: 'phoenixd', role: 'primary', health: 'ok' }]);
  });

  it('buys a month of a plan from the operator, and the page sees the payment by itself', () => {
    expect(seen['a month of a plan']).toEqual({ paid: 200 });
  });
});
