import { randomBytes } from 'node:crypto';

import { ManualClock } from '@turnpike/config';

import { ClockedInstance } from '../support/clocked-instance.js';
import { BookNode } from '../support/emulators/book-node.js';
import { type Emulator } from '../support/emulators/emulator.js';
import { OpenNodeEmulator } from '../support/emulators/opennode-emulator.js';
import { PhoenixdEmulator } from '../support/emulators/phoenixd-emulator.js';
import { StrikeEmulator } from '../support/emulators/strike-emulator.js';

const PUBLIC_URL = 'https://pay.example.test';
const KINDS = ['strike', 'opennode', 'phoenixd'] as const;
type Kind = (typeof KINDS)[number];

/** A notice on its way to us. */
interface Notice {
  readonly url: string | null;
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A wallet whose notices the test brings. */
interface Noticing {
  readonly emulator: Emulator;
  readonly node: BookNode;
  readonly credentials: object;
  collect(): Promise<readonly Notice[]>;
}

const clock = new ManualClock(new Date(Math.floor(Date.now() / 1000) * 1000));
const now = (): Date => clock.now();
const apiKey = randomBytes(32).toString('hex');
const underWay: Notice[] = [];
const send = async (url: string, raw: Buffer, headers: Notice['headers']): Promise<number> => {
  underWay.push({ url, raw, headers });
  return 200;
};
const nodes = { strike: new BookNode(now), opennode: new BookNode(now), phoenixd: new BookNode(now) };
const strike = new StrikeEmulator({ node: nodes.strike, apiKey, now, send });
const openNode = new OpenNodeEmulator({ node: nodes.opennode, apiKey });
const phoenixd = new PhoenixdEmulator(nodes.phoenixd);
let instance: ClockedInstance;
let wallets: Readonly<Record<Kind, Noticing>>;

beforeAll(async () => {
  await Promise.all([strike.start(), openNode.start(), phoenixd.start()]);
  const variables = { PUBLIC_URL, STRIKE_URL: strike.url, OPENNODE_URL: openNode.url };
  instance = await ClockedInstance.start({ clock, variables });
  const { limitedPassword: password, url, webhookSecret } = phoenixd;
  wallets = {
    strike: {
      emulator: strike,
      node: nodes.strike,
      credentials: { apiKey },
      collect: async () => {
        await strike.deliver();
        return underWay.splice(0);
      },
    },
    opennode: {
      emulator: openNode,
      node: nodes.opennode,
      credentials: { apiKey },
      collect: async () => openNode.notices.sent.splice(0),
    },
    phoenixd: {
      emulator: phoenixd,
      node: nodes.phoenixd,
      credentials: { url, password, webhookSecret },
      collect: async () => {
        await phoenixd.untilTold();
        return phoenixd.notices.sent.splice(0);
      },
    },
  };
});

afterAll(async () => {
  await instance.stop();
  await Promise.all([strike.stop(), openNode.stop(), phoenixd.stop()]);
});

afterEach(() => {
  for (const { emulator } of Object.values(wallets)) emulator.faults.clear();
  clock.advanceSeconds(4_000);
});

/** Brings a notice to the instance, as the provider would; gives the status of the answer. */
async function deliver({ url, raw, headers }: Notice): Promise<number> {
  const path = new URL(url ?? '').pathname;
  const answer = await fetch(instance.baseUrl + path, {
    method: 'POST',
    headers: { ...headers },
    body: new Uint8Array(raw),
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** A merchant with a wallet of that kind, and a challenge that was looked at and is open. */
async function selling(kind: Kind) {
  const key = await instance.newLiveKey();
  const { credentials } = wallets[kind];
  await instance.connect(key, { kind, credentials: { ...credentials } });
  const { paymentHash } = await instance.mint(key);
  await instance.rounds(1, 5);
  const word = async (): Promise<unknown> => (await instance.challenge(key, paymentHash))['settlement'];
  expect(await word()).toBe('open');
  await wallets[kind].collect();
  return { key, paymentHash, word };
}

async function expectToldOnce(paymentHash: string): Promise<void> {
  const types = (await instance.eventsOf(paymentHash)).map(({ type }) => type);
  expect(types.sort()).toEqual(['challenge.created', 'challenge.paid', 'challenge.settled']);
}

async function paidWith(kind: Kind, paymentHash: string): Promise<readonly Notice[]> {
  const { node, collect } = wallets[kind];
  await node.pay(paymentHash);
  let notices: readonly Notice[] = [];
  while (notices.length === 0) notices = await collect();
  return notices;
}

describe('the row "forged or replayed webhook"', () => {
  it.each(KINDS)(
    '%s: a forged one is refused and hurries nothing; the schedule finds the payment',
    async (kind) => {
      const { paymentHash, word } = await selling(kind);
      wallets[kind].emulator.faults.forgedWebhook = true;
      for (const notice of await paidWith(kind, paymentHash)) expect(await deliver(notice)).toBe(401);
      await instance.round();
      expect(await word()).toBe('open');
      await instance.rounds(1, 15);
      expect(await word()).toBe('settled');
      await expectToldOnce(paymentHash);
    },
  );

  it.each(KINDS)(
    '%s: a genuine one, however often it comes, has it looked at at once and settles once',
    async (kind) => {
      const { paymentHash, word } = await selling(kind);
      wallets[kind].emulator.faults.duplicateWebhook = true;
      const notices = await paidWith(kind, paymentHash);
      const statuses = await Promise.all([...notices, ...notices, ...notices].map(deliver));
      expect(new Set(statuses)).toEqual(new Set([200]));
      await Promise.all([instance.round(), instance.round()]);
      expect(await word()).toBe('settled');
      for (const notice of notices) expect(await deliver(notice)).toBe(200);
      await instance.rounds(2, 60);
      await expectToldOnce(paymentHash);
    },
  );

  it.each(KINDS)(
    '%s: one that comes after the schedule has found the payment changes nothing',
    async (kind) => {
      const { paymentHash, word } = await selling(kind);
      const notices = await paidWith(kind, paymentHash);
      await instance.rounds(1, 15);
      expect(await word()).toBe('settled');
      clock.advanceSeconds(3_600);
      for (const notice of notices) expect(await deliver(notice)).toBe(200);
      await instance.round();
      await expectToldOnce(paymentHash);
    },
  );

  it('opennode: one that calls an unpaid charge paid verifies, and is not believed', async () => {
    const { paymentHash, word } = await selling('opennode');
    await openNode.tell({ id: openNode.chargeFor(paymentHash) }, 'paid');
    const [notice] = openNode.notices.sent.splice(0);
    expect(notice && (await deliver(notice))).toBe(200);
    await instance.round();
    expect(await word()).toBe('open');
  });
});
