import { createHmac, randomUUID } from 'node:crypto';
import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testSurroundings } from '../testing/emulated-wallet.js';
import { failureOf, OpenedProvider, testCall } from '../testing/opened-provider.js';
import { StrikeEmulator } from '../../../../test/support/emulators/strike-emulator.js';
import { Rejected, RateLimited } from '../wallet-errors.js';
import {
  readsWebhooks,
  registersWebhook,
  type InvoiceReference,
  type NoticeHeaders,
  type ReadsWebhooks,
  type RegistersWebhook,
  type WebhookNotice,
} from '../wallet-provider.js';
import { strikeKind } from './strike.kind.js';

const apiKey = 'facade'.repeat(8);
const secret = '0123456789abcdef'.repeat(2);
const url = 'https://turnpike.example/webhooks/strike/abc';

let node: BookNode;
let emulator: StrikeEmulator;
let opened: OpenedProvider;
let now: Date;
/** What our side answers, and what it read. */
let answers: number[];
let read: (WebhookNotice | null)[];

async function start(scopes?: readonly string[]): Promise<void> {
  node = new BookNode();
  const send = (to: string, body: Buffer, headers: NoticeHeaders): Promise<number> => {
    expect(to).toBe(url);
    read.push(webhook().readWebhook(body, headers));
    return Promise.resolve(answers.shift() ?? 200);
  };
  const asked = scopes === undefined ? {} : { scopes };
  emulator = new StrikeEmulator({ node, apiKey, send, now: () => now, ...asked });
  await emulator.start();
  const kind = strikeKind(testSurroundings(), new URL(emulator.url));
  opened = new OpenedProvider(kind, { apiKey }, { webhook: { url, secret } });
}

function webhook(): ReadsWebhooks & RegistersWebhook {
  const { provider } = opened;
  if (!readsWebhooks(provider) || !registersWebhook(provider)) throw new Error('no webhooks');
  return provider;
}

const signed = (body: string, change: (hex: string) => string = (hex) => hex): WebhookNotice | null => {
  const signature = change(createHmac('sha256', secret).update(body).digest('hex'));
  return webhook().readWebhook(Buffer.from(body), { 'x-webhook-signature': signature });
};

const writes = (): string[] =>
  emulator.calls
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path.slice(0, '/v1/subscriptions'.length)}`);

beforeEach(async () => {
  now = new Date('2026-11-20T12:00:00Z');
  answers = [];
  read = [];
  await start();
});

afterEach(async () => {
  await opened.close();
  await emulator.stop();
});

describe('the subscription', () => {
  it('is made once, enabled again, and removed', async () => {
    await webhook().registerWebhook(testCall());
    await webhook().registerWebhook(testCall());
    const { subscriptions } = emulator.notices;
    const [entry] = subscriptions.values();
    expect(entry).toMatchObject({ webhookUrl: url, webhookVersion: 'v1', secret, enabled: true });
    if (entry !== undefined) entry.enabled = false;
    await webhook().registerWebhook(testCall());
    expect([...subscriptions.values()]).toEqual([entry]);
    expect(entry?.enabled).toBe(true);
    await webhook().unregisterWebhook(testCall());
    await webhook().unregisterWebhook(testCall());
    expect(subscriptions.size).toBe(0);
    const once = ['POST /v1/subscriptions', 'PATCH /v1/subscriptions', 'DELETE /v1/subscriptions'];
    expect(writes()).toEqual(once);
  });

  it('of others is left alone', async () => {
    const others = {
      id: randomUUID(),
      created: '',
      webhookUrl: 'https://else.example',
      webhookVersion: 'v1',
    };
    const entry = { ...others, secret: 'x'.repeat(10), enabled: true, eventTypes: ['invoice.updated'] };
    emulator.notices.subscriptions.set(entry.id, entry);
    await webhook().registerWebhook(testCall());
    expect(emulator.notices.subscriptions.size).toBe(2);
    await webhook().unregisterWebhook(testCall());
    expect([...emulator.notices.subscriptions.values()]).toEqual([entry]);
  });

  it('that the key has no scope for is refused, which is no reason to give the key up', async () => {
    await opened.close();
    await emulator.stop();
    await start(['partner.receive-request.create', 'partner.receive-request.read']);
    expect(await failureOf(webhook().registerWebhook(testCall()))).toBeInstanceOf(Rejected);
    await opened.create();
  });

  it('is not asked for without an address of ours', async () => {
    const kind = strikeKind(testSurroundings(), new URL(emulator.url));
    for (const address of [null, { url: null, secret }]) {
      const without = new OpenedProvider(kind, { apiKey }, { webhook: address });
      if (!registersWebhook(without.provider)) throw new Error('no webhooks');
      await without.provider.registerWebhook(testCall());
      await without.provider.unregisterWebhook(testCall());
      await without.close();
    }
    expect(emulator.calls).toEqual([]);
  });
});

describe('a notice', () => {
  it('comes again until it is taken, under the same event id', async () => {
    await webhook().registerWebhook(testCall());
    const ref = await opened.create();
    await node.pay(ref.paymentHash);
    answers = [500, 503];
    expect(await emulator.deliver()).toEqual([500]);
    expect(await emulator.deliver()).toEqual([]);
    now = new Date(now.getTime() + 3_000);
    expect(await emulator.deliver()).toEqual([503]);
    now = new Date(now.getTime() + 9_000);
    expect(await emulator.deliver()).toEqual([200]);
    expect(emulator.notices.waiting).toBe(0);
    expect(read.map((notice) => notice?.hints)).toEqual(read.map(() => [{ providerRef: ref.providerRef }]));
    expect(new Set(read.map((notice) => notice?.eventId)).size).toBe(1);
  });

  it('of an account tells of entities that are not ours too, and of none of another form', async () => {
    const entityId = randomUUID();
    const body = (change: object): string =>
      JSON.stringify({
        id: 'e',
        eventType: 'receive-request.receive-completed',
        data: { entityId },
        ...change,
      });
    expect(signed(body({}))).toEqual({ eventId: 'e', hints: [{ providerRef: entityId }] });
    expect(signed(body({ eventType: 'payment.created' }))).toEqual({ eventId: 'e', hints: [] });
    expect(signed(body({ data: { entityId: '../x' } }))).toEqual({ eventId: 'e', hints: [] });
    expect(signed(body({ id: 'x y' }))).toEqual({ eventId: null, hints: [{ providerRef: entityId }] });
    for (const odd of ['', 'null', '[]', '{', '{"id":1}', body({ data: null })])
      expect(signed(odd)).toEqual({ eventId: null, hints: [] });
  });

  it('counts by its bytes and a whole signature, in either case of hex', () => {
    const body = '{"id":"e","eventType":"other","data":{"entityId":"x\\u0041"}}';
    expect(signed(body)).toEqual({ eventId: 'e', hints: [] });
    expect(signed(body, (hex) => hex.toUpperCase())).toEqual({ eventId: 'e', hints: [] });
    for (const change of [
      (hex: string) => hex.slice(2),
      (hex: string) => `${hex}00`,
      (hex: string) => `0x${hex.slice(2)}`,
      (hex: string) => `${hex.slice(0, -1)}${hex.endsWith('0') ? '1' : '0'}`,
      () => '',
    ])
      expect(signed(body, change)).toBeNull();
    const again = JSON.stringify(JSON.parse(body));
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    expect(webhook().readWebhook(Buffer.from(again), { 'x-webhook-signature': signature })).toBeNull();
  });

  it('answered with 410 is the last one', async () => {
    await webhook().registerWebhook(testCall());
    await node.pay((await opened.create()).paymentHash);
    answers = [410];
    await emulator.deliver();
    expect(emulator.notices.subscriptions.size).toBe(0);
  });
});

it('a key that passes its limit is locked for an hour', async () => {
  for (let count = 0; count < 1_000; count += 1) await opened.provider.lookUpInvoices([ref()], testCall());
  const locked = await failureOf(opened.create());
  expect(locked).toBeInstanceOf(RateLimited);
  expect(locked).toMatchObject({ retryAfterSeconds: 3_600 });
  now = new Date(now.getTime() + 3_599_000);
  expect(await failureOf(opened.create())).toBeInstanceOf(RateLimited);
  now = new Date(now.getTime() + 1_000);
  await opened.create();
});

function ref(): InvoiceReference {
  const paymentHash = parsePaymentHash('ab'.repeat(32)) as PaymentHash;
  return { paymentHash, providerRef: randomUUID(), paymentRequest: '', createdAt: now, expiresAt: now };
}
