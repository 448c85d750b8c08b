import { createHmac, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testSurroundings } from '../testing/emulated-wallet.js';
import type { EmulatorAnswer } from '../../../../test/support/emulators/emulator.js';
import { failureOf, OpenedProvider } from '../testing/opened-provider.js';
import { OpenNodeEmulator } from '../../../../test/support/emulators/opennode-emulator.js';
import { ScriptedEmulator } from '../../../../test/support/emulators/scripted-emulator.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  WalletError,
} from '../wallet-errors.js';
import { readsWebhooks, registersWebhook, type WebhookNotice } from '../wallet-provider.js';
import { openNodeKind } from './opennode.kind.js';

const apiKey = randomUUID();
let node: BookNode;
let emulator: OpenNodeEmulator;
let scripted: ScriptedEmulator;
let opened: OpenedProvider;
let hostile: OpenedProvider;

const openOn = (url: string, webhookUrl: string | null = 'https://turnpike.example/w'): OpenedProvider =>
  new OpenedProvider(
    openNodeKind(testSurroundings(), new URL(url)),
    { apiKey },
    { webhook: { url: webhookUrl, secret: 'ab'.repeat(16) } },
  );

beforeEach(async () => {
  node = new BookNode();
  emulator = new OpenNodeEmulator({ node, apiKey });
  scripted = new ScriptedEmulator(() => ({ status: 500 }));
  await Promise.all([emulator.start(), scripted.start()]);
  [opened, hostile] = [openOn(emulator.url), openOn(scripted.url)];
});

afterEach(async () => {
  await Promise.all([opened.close(), hostile.close()]);
  await Promise.all([emulator.stop(), scripted.stop()]);
});

const bodyOf = (index: number): unknown => JSON.parse(scripted.requests[index]?.body.toString() ?? '');

describe('a charge', () => {
  it('is asked for in satoshis and whole minutes, with the key bare', async () => {
    const challengeId = randomUUID();
    await failureOf(hostile.create({ challengeId, expirySeconds: 601 }));
    await failureOf(hostile.create({ challengeId, expirySeconds: 1, description: '' }));
    const plain = openOn(scripted.url, null);
    await failureOf(plain.create({ challengeId }));
    await plain.close();
    const asked = { amount: 21, order_id: challengeId, auto_settle: false };
    const callback = { callback_url: 'https://turnpike.example/w' };
    expect(scripted.requests[0]?.headers.authorization).toBe(apiKey);
    expect(bodyOf(0)).toEqual({ ...asked, ...callback, description: 'test', ttl: 11 });
    expect(bodyOf(1)).toEqual({ ...asked, ...callback, ttl: 1 });
    expect(bodyOf(2)).toEqual({ ...asked, description: 'test', ttl: 10 });
  });

  it.each([0n, 1n, 1_001n, 500_000_001_000n])(
    'of %s msat is refused before it is asked for',
    async (amountMsat) => {
      expect(await failureOf(hostile.create({ amountMsat }))).toMatchObject({ member: 'amount' });
      expect(scripted.requests).toEqual([]);
    },
  );

  it('has the states of the chain as pending, and tells an end from an open one', async () => {
    const ref = await opened.create();
    for (const [status, state] of [
      ['processing', { is: 'pending' }],
      ['underpaid', { is: 'pending', isUnderpaid: true }],
      ['refunded', { is: 'cancelled' }],
    ] as const) {
      await emulator.moveOnchain(ref.providerRef, status);
      expect(await opened.stateOf(ref)).toEqual(state);
    }
    await emulator.moveOnchain(ref.providerRef, 'paid');
    expect(await opened.stateOf(ref)).toEqual({ is: 'settled', receivedMsat: 21_000n, via: 'onchain' });
    const other = await opened.create();
    expect(await opened.stateOf(other)).toEqual({ is: 'open' });
    await node.pay(other.paymentHash);
    expect(await opened.stateOf(other)).toMatchObject({ is: 'settled', via: 'lightning' });
  });

  it('that is not found is unknown, whatever status says so', async () => {
    const ref = await opened.create();
    emulator.faults.notFoundFor = 1;
    expect(await opened.stateOf(ref)).toEqual({ is: 'unknown', because: 'not-found' });
    scripted.respond = () => ({ status: 400, body: { success: false, message: 'Charge does not exist' } });
    expect(await hostile.stateOf(ref)).toEqual({ is: 'unknown', because: 'not-found' });
    const odd = { ...ref, providerRef: '../withdrawals' };
    expect(await hostile.stateOf(odd)).toEqual({ is: 'unknown', because: 'not-found' });
    expect(scripted.requests).toHaveLength(1);
  });
});

describe('a callback', () => {
  const read = (form: Record<string, string> | string): WebhookNotice | null => {
    if (!readsWebhooks(opened.provider)) throw new Error('no callbacks');
    const text = typeof form === 'string' ? form : new URLSearchParams(form).toString();
    return opened.provider.readWebhook(Buffer.from(text), {});
  };
  const id = randomUUID();
  const hashed_order = createHmac('sha256', apiKey).update(id).digest('hex');

  it('says where to look, whatever status it claims, and is heeded however often it comes: its status is not signed', () => {
    const notice = { eventId: null, hints: [{ providerRef: id }] };
    expect(read({ id, status: 'paid', hashed_order })).toEqual(notice);
    expect(read({ id, status: 'expired', hashed_order: hashed_order.toUpperCase() })).toEqual(notice);
    expect(read({ id, hashed_order })).toEqual(notice);
  });

  it('for another id, signed otherwise, or naming two says nothing', () => {
    expect(read({ id: randomUUID(), status: 'paid', hashed_order })).toBeNull();
    expect(read({ id, status: 'paid', hashed_order: hashed_order.slice(1) })).toBeNull();
    expect(read({ id, status: 'paid' })).toBeNull();
    expect(read(`id=${id}&id=${id}&status=paid&hashed_order=${hashed_order}`)).toBeNull();
    expect(read(JSON.stringify({ id, status: 'paid', hashed_order }))).toBeNull();
  });

  it('needs no registration', () => {
    expect(registersWebhook(opened.provider)).toBe(false);
  });
});

describe('an answer of OpenNode', () => {
  const refusal = (status: number, message: string): EmulatorAnswer => ({
    status,
    body: { success: false, message },
  });

  it.each([
    [refusal(401, apiKey), CredentialInvalid, {}],
    [refusal(403, 'no'), CredentialInvalid, {}],
    [refusal(429, 'slow'), RateLimited, { retryAfterSeconds: 60 }],
    [refusal(500, 'oops'), Unavailable, {}],
    [refusal(400, 'Amount is below the minimum'), Rejected, { member: 'amount' }],
    [refusal(400, 'description too long'), Rejected, { member: 'description' }],
    [refusal(422, 'Invalid TTL'), Rejected, { member: 'expiry' }],
    [refusal(400, apiKey), Rejected, { member: 'request' }],
    [{ status: 400, body: '<html>' }, Rejected, { member: 'request' }],
    [refusal(404, 'no route'), ProtocolViolation, {}],
    [{ status: 301, headers: { location: 'https://else.example' } }, ProtocolViolation, {}],
  ])('that is an error has its class: %#', async (answer, kind, members) => {
    scripted.respond = () => answer;
    const error = await failureOf(hostile.create());
    expect(error).toBeInstanceOf(WalletError);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject(members);
    expect(inspect(error, { depth: 9 })).not.toContain(apiKey);
  });

  it.each<[string, object]>([
    ['no charge', { data: null }],
    ['an id that leads elsewhere', { id: '../withdrawals' }],
    ['no invoice', { lightning_invoice: null }],
    ['an invoice that is no text', { lightning_invoice: { payreq: 7 } }],
    ['another amount', { amount: 22 }],
    ['an amount that is none', { amount: '21' }],
    ['another end', { lightning_invoice: { payreq: 'PAYREQ', expires_at: 4_102_444_800 } }],
  ])('with %s is a breach of protocol', async (_what, change) => {
    const made = await node.createInvoice({ amountMsat: 21_000n, expirySeconds: 600 });
    const { paymentRequest: payreq } = made;
    const data = { id: randomUUID(), status: 'unpaid', amount: 21, lightning_invoice: { payreq } };
    const text = JSON.stringify({ data: { ...data, ...change }, ...('data' in change ? change : {}) });
    scripted.respond = () => ({ status: 201, body: text.replace('PAYREQ', payreq) });
    expect(await failureOf(hostile.create())).toBeInstanceOf(ProtocolViolation);
  });

  it.each<[string, object]>([
    ['another charge', { id: randomUUID() }],
    ['another invoice', { lightning_invoice: { payreq: 'lnbcrt1other' } }],
    ['a status that is not known', { status: 'settled' }],
    ['a status that is none', { status: 1 }],
  ])('to a look-up with %s leaves it unknown', async (_what, change) => {
    const ref = await opened.create();
    const data = { id: ref.providerRef, status: 'paid', amount: 21, ...change };
    scripted.respond = () => ({ status: 200, body: { data } });
    expect(await hostile.stateOf(ref)).toEqual({ is: 'unknown', because: 'unreadable' });
  });
});
