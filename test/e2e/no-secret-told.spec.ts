import { type INestApplicationContext } from '@nestjs/common';
import { HotPool } from '@turnpike/database';
import { type JobKind, JOBS } from '@turnpike/queues';
import { LookUps, StreamKeeper } from '@turnpike/settlements';

import { JobRegistry } from '../../apps/worker/src/job-registry.js';
import { BookNode } from '../support/emulators/book-node.js';
import { type Faults } from '../support/emulators/faults.js';
import {
  EMULATED_KINDS,
  startEmulator,
  type EmulatedKind,
  type StartedEmulator,
} from '../support/emulators/start-emulator.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { createLoggedWorker } from '../support/logged-worker.js';
import { formsOf, leakedIn } from '../support/secret-forms.js';
import { sentNotices } from '../support/sent-notices.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { everyRow, figuresOf } from '../support/told.js';
import { secretsIn, wrongCredentials } from '../support/wallet-secrets.js';

jest.setTimeout(180_000);

interface Shop {
  readonly kind: EmulatedKind;
  readonly node: BookNode;
  readonly emulator: StartedEmulator;
  key: string;
  walletId: string;
}

const FAULTS: readonly Partial<Faults>[] = [
  { revoked: true },
  { garbage: true },
  { reset: true },
  { rateLimited: true },
  { status: 500 },
  { partial: true },
  { spoil: 'wrong-hash' },
];
const WALLETS = '/api/merchant/wallets';
const lines: string[] = [];
const answers: string[] = [];
/** The names of errors that were logged. */
const loggedErrors = new Set<string>();
const credentials = new Set<string>();
const shops: Shop[] = [];
let database: TestDatabase;
let api: ListeningApi;
let worker: INestApplicationContext;
let pool: HotPool;

beforeAll(async () => {
  database = await createTestDatabase();
  const start = new Date(Math.floor(Date.now() / 1000) * 1000);
  let now = (): Date => start;
  const variables: Record<string, string> = {};
  for (const kind of EMULATED_KINDS) {
    const node = new BookNode(() => now());
    const emulator = await startEmulator(kind, node);
    shops.push({ kind, node, emulator, key: '', walletId: '' });
    Object.assign(variables, emulator.variables);
  }
  const allowed = { WALLET_ALLOW_NETWORKS: 'regtest', ADDRESS_ALLOW: '127.0.0.1' };
  const unlimited = { RATE_LIMIT_READ: '0', RATE_LIMIT_WRITE: '0', PUBLIC_URL: 'https://pay.example.test' };
  api = await ListeningApi.start(
    apiVariables(database.url, { ...variables, ...allowed, ...unlimited }),
    start,
    lines,
  );
  now = () => api.clock.now();
  worker = await createLoggedWorker(api.env, api.clock, lines);
  pool = new HotPool(database.url, 1);
  for (const shop of shops) shop.key = (await api.newMerchant()).liveKey;
});

afterAll(async () => {
  await worker.close();
  await api.stop();
  for (const { emulator } of shops) await emulator.stop();
  await pool.onApplicationShutdown();
  await database.drop();
});

async function call(shop: Shop, method: string, path: string, body?: unknown, headers = {}) {
  const reply = await api.send(method, path, shop.key, body, headers);
  answers.push(reply.text, JSON.stringify(Object.fromEntries(reply.headers)));
  return reply;
}

const job = ({ name }: JobKind): Promise<void> =>
  worker.get(JobRegistry).of(name).run(new AbortController().signal);

async function round(): Promise<void> {
  api.clock.advanceSeconds(20);
  await job(JOBS.lookUpRound);
  await worker.get(LookUps).idle();
}

/** The same at every wallet, at the same time. */
const everywhere = (work: (shop: Shop) => Promise<unknown>): Promise<unknown> => Promise.all(shops.map(work));

async function connect(shop: Shop, asked: object): Promise<number> {
  for (const secret of secretsIn(asked)) credentials.add(secret);
  const wish = { kind: shop.kind, credentials: asked, acceptSpendRisk: true, label: shop.kind };
  const { status, body } = await call(shop, 'POST', WALLETS, wish);
  if (status === 201) shop.walletId = String(body['id']);
  return status;
}

const mint = (shop: Shop) =>
  call(shop, 'POST', '/api/l402/challenges', { resource: `/${shop.kind}`, priceSats: 5 });

/** The preimages that the nodes know, which are all there are. */
const preimages = (): string[] =>
  shops.flatMap(({ node }) => node.all().map(({ preimage }) => preimage ?? ''));

function expectNothingTold(what: string, text: string): void {
  expect({ what, leaked: leakedIn(text, credentials) }).toEqual({ what, leaked: [] });
  const forms = new Map(preimages().flatMap((preimage) => formsOf(preimage).map((form) => [form, preimage])));
  const told = [...forms].filter(([form]) => text.includes(form));
  expect({ what, told }).toEqual({ what, told: [] });
}

describe('no credential of a wallet and no preimage is told', () => {
  afterEach(() => {
    expectNothingTold('answers', answers.splice(0).join('\n'));
    const logged = lines.splice(0).join('\n');
    expectNothingTold('log', logged);
    for (const [, name] of logged.matchAll(/"(?:type|name)":"(\w+)"/g)) loggedErrors.add(name ?? '');
  });

  it('where credentials are refused, spoiled or unreadable', async () => {
    await everywhere(async (shop) => {
      const wrong = wrongCredentials(shop.kind, shop.emulator.credentials);
      await connect(shop, wrong);
      for (const [name, value] of Object.entries(wrong)) {
        await connect(shop, { ...wrong, [name]: { [String(value)]: value } });
        await connect(shop, { ...wrong, [name]: `${String(value)}\u0000"\n` });
      }
      await call(shop, 'POST', WALLETS, `{"kind":"${shop.kind}","credentials":${JSON.stringify(wrong)}`);
    });
    expect(lines.length).toBeGreaterThan(0);
  });

  it('where wallets are connected, checked, sell, and are paid', async () => {
    await everywhere(async (shop) => {
      expect([shop.kind, await connect(shop, shop.emulator.credentials)]).toEqual([shop.kind, 201]);
      await call(shop, 'GET', WALLETS);
      expect((await call(shop, 'POST', `${WALLETS}/${shop.walletId}/check`)).status).toBe(200);
      const { body } = await mint(shop);
      const { macaroon, paymentHash } = body as { macaroon: string; paymentHash: string };
      await shop.node.pay(paymentHash);
      const preimage = shop.node.find(paymentHash)?.preimage ?? '';
      const verify = (more: object) =>
        call(shop, 'POST', '/api/l402/challenges/verify', { macaroon, preimage, ...more });
      expect((await verify({})).body['valid']).toBe(true);
      await verify({ preimage: preimage.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) });
      await verify({ requestId: 7, resource: preimage });
    });
    await worker.get(StreamKeeper).look();
    await round();
    await everywhere(async (shop) => {
      const { body } = await call(shop, 'GET', '/api/l402/challenges');
      expect(JSON.stringify(body)).toContain('"settlement":"settled"');
    });
  });

  it('where notices come in, genuine or not', async () => {
    const sent: string[] = [];
    for (const shop of shops) {
      for (const { url, raw, headers } of await sentNotices(shop.emulator.itself)) {
        const { pathname } = new URL(url);
        const type = headers['content-type'] ?? 'application/json';
        const named = { ...headers, 'content-type': type };
        expect((await call(shop, 'POST', pathname, raw, named)).status).toBe(200);
        const [secret = ''] = secretsIn(shop.emulator.credentials);
        const forged = { ...named, 'x-phoenix-signature': secret, 'x-webhook-signature': secret };
        await call(shop, 'POST', pathname, { secret, hashed_order: secret }, forged);
        sent.push(shop.kind);
      }
    }
    expect(new Set(sent)).toEqual(new Set(['strike', 'opennode', 'phoenixd']));
  });

  it.each(FAULTS)('where wallets fail at everything: %j', async (fault) => {
    for (const { emulator } of shops) Object.assign(emulator.faults, fault);
    await everywhere(async (shop) => {
      await mint(shop);
      await call(shop, 'POST', `${WALLETS}/${shop.walletId}/check`);
      // A stranger's request is answered by no NWC wallet, which takes its time.
      if (shop.kind !== 'nwc') await connect(shop, wrongCredentials(shop.kind, shop.emulator.credentials));
    });
    await worker.get(StreamKeeper).look();
    await round();
    await job(JOBS.walletHealth);
    await job(JOBS.reconciliation);
    for (const { emulator } of shops) emulator.faults.clear();
    api.clock.advanceSeconds(400);
  });

  it('where books are compared and exported, secrets sealed anew, and wallets removed', async () => {
    await everywhere(async (shop) => {
      await mint(shop);
      await call(shop, 'GET', '/api/merchant/reconciliation');
      await call(shop, 'GET', '/api/merchant/settlements.csv');
      await call(shop, 'PATCH', `${WALLETS}/${shop.walletId}`, { role: null });
    });
    for (const each of [JOBS.reconciliation, JOBS.reseal, JOBS.walletHealth, JOBS.overdueSweep, JOBS.prune])
      await job(each);
    await everywhere((shop) => call(shop, 'GET', WALLETS));
  });

  it('in the database, the events on their way out and the figures', async () => {
    for (const [table, text] of await everyRow(pool)) expectNothingTold(table, text);
    expectNothingTold('figures', await figuresOf([api.app, worker]));
    await everywhere((shop) => call(shop, 'DELETE', `${WALLETS}/${shop.walletId}`));
    for (const [table, text] of await everyRow(pool)) expectNothingTold(table, text);
  });

  it('and there was something to be told', () => {
    expect(credentials.size).toBeGreaterThan(15);
    expect(preimages().length).toBeGreaterThan(30);
    const names = ['CredentialInvalid', 'ProtocolViolation', 'RateLimited', 'Unavailable', 'UnknownOutcome'];
    expect([...loggedErrors]).toEqual(expect.arrayContaining(names));
  });
});
