import { randomUUID } from 'node:crypto';
import { generateSecretKey } from 'nostr-tools/pure';
import { openNwc, type NwcUnderTest, type NwcUnderTestOptions } from '../testing/nwc-under-test.js';
import { TestRelay } from '../../../../test/support/nostr/test-relay.js';
import { Deadline } from '../deadline.js';
import { RecordingSink } from '../testing/recording-sink.js';
import { CredentialInvalid, Unavailable } from '../wallet-errors.js';
import type { InvoiceReference } from '../wallet-provider.js';
import { nwcBounds } from './nwc-bounds.js';

let under: NwcUnderTest;
let other: TestRelay | null = null;
let ended: Promise<unknown>;
let abort: AbortController;

async function open(options: NwcUnderTestOptions = {}): Promise<void> {
  under = await openNwc(options);
}

/** A connection over two relays, both of which the wallet is at. */
async function openOverTwo(): Promise<TestRelay> {
  other = new TestRelay();
  await other.start();
  await open({ otherRelays: [other.url] });
  await under.service.start(other.walletUrl);
  return other;
}

afterEach(async () => {
  abort.abort();
  await ended;
  await under.close();
  await other?.stop();
  other = null;
});

function follow(from: string | null = null): RecordingSink {
  const sink = new RecordingSink();
  abort = new AbortController();
  ended = under.provider.streamSettlements(from, sink, abort.signal).catch((error: unknown) => error);
  return sink;
}

async function create(): Promise<InvoiceReference> {
  const asked = { challengeId: randomUUID(), amountMsat: 21_000n, description: '', expirySeconds: 600 };
  const made = await under.wallet.createInvoice(asked, Deadline.in(5_000));
  const { paymentHash, text } = made.paymentRequest;
  const { providerRef, expiresAt } = made;
  return { paymentHash, providerRef, paymentRequest: text, createdAt: under.now(), expiresAt };
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

describe('a stream of notifications', () => {
  it.each([
    ['of a wallet that speaks both ways, each payment once', {}],
    ['of a wallet that speaks the older way only', { manners: { encryption: null } }],
  ])('is read %s', async (_what, options) => {
    await open(options);
    const sink = follow();
    await sink.untilAlive();
    const [first, second] = [await create(), await create()];
    await under.pay(first);
    await under.pay(second);
    await sink.untilHinted(first, second);
    expect(sink.hints).toHaveLength(2);
    expect(Number(sink.cursor)).toBeGreaterThan(nowSeconds() - 60);
    expect(Number(sink.cursor)).toBeLessThanOrEqual(nowSeconds());
  });

  it('never stands where the wallet does not notify', async () => {
    await open({ manners: { notifications: null } });
    const sink = follow();
    await under.relay.untilFrame(({ from, message }) => from === 'relay' && message[0] === 'EOSE');
    await create();
    abort.abort();
    expect(await ended).toBeUndefined();
    expect(sink.aliveCount).toBe(0);
  });

  it('asks for what it missed, two minutes before its cursor on, and tells of it', async () => {
    await open();
    const [missed, unpaid] = [await create(), await create()];
    await under.pay(missed);
    const cursor = nowSeconds();
    const sink = follow(String(cursor));
    await sink.untilHinted(missed);
    expect([sink.wasEarly, sink.hasHintFor(unpaid)]).toEqual([false, false]);
    const [listed] = under.service.requests.filter(({ method }) => method === 'list_transactions');
    expect(listed?.params).toMatchObject({ from: cursor - 120, unpaid: false, type: 'incoming' });
    expect(Number(sink.cursor)).toBeGreaterThanOrEqual(cursor);
  });

  it('goes on though the list is silent, closed or not to be read', async () => {
    await open();
    const invoice = await create();
    under.service.intercept = (request) => {
      if (request.method === 'list_transactions') under.service.respond(request, 'x');
      return request.method === 'list_transactions';
    };
    const sink = follow('1');
    await sink.untilAlive();
    await under.pay(invoice);
    await sink.untilHinted(invoice);
  });

  it('does not let a wallet move its cursor beyond our clock', async () => {
    await open();
    const sink = follow();
    await sink.untilAlive();
    const transaction = { type: 'incoming', payment_hash: '33'.repeat(32), state: 'settled' };
    const notification = { ...transaction, settled_at: nowSeconds() + 1_000_000 };
    under.service.notifyOf({ notification_type: 'payment_received', notification });
    await sink.until(() => sink.hints.length > 0);
    expect(Number(sink.cursor)).toBeLessThanOrEqual(nowSeconds());
  });

  it('passes over what is forged, unreadable, or tells of no payment to us', async () => {
    await open();
    const sink = follow();
    await sink.untilAlive();
    const invoice = await create();
    const transaction = { type: 'incoming', payment_hash: '44'.repeat(32), state: 'settled' };
    const genuine = { notification_type: 'payment_received', notification: transaction };
    const { service } = under;
    service.notifyOf(genuine, { secret: generateSecretKey() });
    service.notifyOf(genuine, { tags: [['p', '55'.repeat(32)]] });
    service.notifyOf({ ...genuine, notification_type: 'payment_sent' });
    service.notifyOf({ ...genuine, notification: { ...transaction, type: 'outgoing' } });
    for (const notification of [null, 7, [], {}, { payment_hash: 'x' }])
      service.notifyOf({ ...genuine, notification });
    for (const content of ['{', '[]', 'null', '7']) service.notifyOf(content);
    service.publish(23_197, [['p', service.identity.clientPubkey]], 'not encrypted');
    await under.pay(invoice);
    await sink.untilHinted(invoice);
    expect(sink.hints).toEqual([{ paymentHash: invoice.paymentHash }]);
  });

  it('asks the list where a wallet tells more than may wait to be stored', async () => {
    await open();
    const sink = follow();
    await sink.untilAlive();
    let store = (): void => undefined;
    sink.beforeStoring = () => new Promise<void>((resolve) => (store = resolve));
    const invoice = await create();
    const { service, relay } = under;
    const tell = (at: number): void => {
      const notification = {
        type: 'incoming',
        payment_hash: at.toString(16).padStart(64, '0'),
        state: 'settled',
      };
      const text = JSON.stringify({ notification_type: 'payment_received', notification });
      service.publish(23_197, [['p', service.identity.clientPubkey]], service.encrypt(text, 'nip44_v2'));
    };
    for (let at = 0; at < nwcBounds.notificationsWaitingMax + 2; at += 1) tell(at);
    await under.pay(invoice);
    const told = () => relay.frames.filter(({ from, message }) => from === 'relay' && message[0] === 'EVENT');
    await relay.untilFrame(() => told().length >= nwcBounds.notificationsWaitingMax + 3);
    // All of it is on its way to us before the answer to this.
    await create();
    sink.beforeStoring = () => Promise.resolve();
    store();
    await sink.untilHinted(invoice);
    expect(service.requests.map(({ method }) => method)).toContain('list_transactions');
  });
});

describe('a stream over several relays', () => {
  it('stands while one of them does, and tells of each payment once', async () => {
    const second = await openOverTwo();
    const sink = follow();
    await sink.untilAlive();
    await second.untilFrame(({ message }) => JSON.stringify(message).includes('"kinds":[23197]'));
    const [first, after] = [await create(), await create()];
    await under.pay(first);
    await sink.untilHinted(first);
    under.relay.dropClients();
    await under.pay(after);
    await sink.untilHinted(after);
    expect(sink.aliveCount).toBe(1);
    expect(new Set(sink.hints.map((hint) => JSON.stringify(hint))).size).toBe(2);
    // Joined again by itself.
    await under.relay.untilConnected(2);
  });

  it('ends when the last of them is lost', async () => {
    const second = await openOverTwo();
    const sink = follow();
    await sink.untilAlive();
    await Promise.all([under.relay.stop(), second.stop()]);
    expect(await ended).toBeInstanceOf(Unavailable);
  });

  it('answers come from whichever relay works', async () => {
    const second = await openOverTwo();
    follow();
    await under.relay.stop();
    expect((await create()).paymentRequest).toMatch(/^lnbcrt/);
    expect(second.connectedCount).toBe(1);
  });
});

describe('a stream that cannot begin', () => {
  it('says so', async () => {
    await open();
    await under.relay.stop();
    follow();
    expect(await ended).toBeInstanceOf(Unavailable);
  });

  it('says that the address is refused', async () => {
    await open();
    const guarded = under.openGuarded?.();
    abort = new AbortController();
    const sink = new RecordingSink();
    const provider = guarded as NwcUnderTest['provider'];
    ended = provider.streamSettlements(null, sink, abort.signal).catch((error: unknown) => error);
    expect(await ended).toBeInstanceOf(CredentialInvalid);
  });
});
