import { randomUUID } from 'node:crypto';
import { hashPreimage, type Preimage } from '@turnpike/l402';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testSurroundings } from '../testing/emulated-wallet.js';
import { OpenedProvider, testCall } from '../testing/opened-provider.js';
import type { StrikeReceiveJson } from '../../../../test/support/emulators/strike-books.js';
import { StrikeEmulator } from '../../../../test/support/emulators/strike-emulator.js';
import { listsPayments, type InvoiceReference } from '../wallet-provider.js';
import { strikeKind } from './strike.kind.js';
import { readReceives } from './strike.types.js';

const apiKey = 'c0ffee'.repeat(8);
let node: BookNode;
let emulator: StrikeEmulator;
let opened: OpenedProvider;

function open(credentials: object = {}): OpenedProvider {
  const kind = strikeKind(testSurroundings(), new URL(emulator.url));
  return new OpenedProvider(kind, { apiKey, ...credentials });
}

beforeEach(async () => {
  node = new BookNode();
  emulator = new StrikeEmulator({ node, apiKey });
  await emulator.start();
  opened = open();
});

afterEach(async () => {
  await opened.close();
  await emulator.stop();
});

function receive(ref: InvoiceReference, change: Partial<StrikeReceiveJson> = {}): StrikeReceiveJson {
  return {
    receiveId: randomUUID(),
    receiveRequestId: ref.providerRef,
    type: 'LIGHTNING',
    state: 'COMPLETED',
    amountReceived: { amount: '0.00000021', currency: 'BTC' },
    created: '2026-11-20T12:00:00Z',
    completed: '2026-11-20T12:00:05.5Z',
    ...change,
  };
}

const pathsOf = (part: string): string[] =>
  emulator.calls.map(({ path }) => path).filter((path) => path.includes(part));

describe('a look-up at Strike', () => {
  it('tells when, with how much and with which preimage an invoice was paid', async () => {
    const ref = await opened.create();
    await node.pay(ref.paymentHash);
    const state = await opened.stateOf(ref);
    expect(state).toMatchObject({ is: 'settled', receivedMsat: 21_000n, via: 'lightning' });
    if (state?.is !== 'settled') return;
    expect(hashPreimage(state.preimage as Preimage)).toBe(ref.paymentHash);
    expect(state.settledAt).toBeInstanceOf(Date);
  });

  it('asks for fifty at a time, each by its id', async () => {
    expect(opened.provider.traits.batchSizeMax).toBe(50);
    const refs = await Promise.all(Array.from({ length: 50 }, () => opened.create()));
    await opened.provider.lookUpInvoices(refs, testCall());
    const [path] = pathsOf('/receives');
    const query = new URL(path ?? '', emulator.url).searchParams;
    expect(query.getAll('$receiveRequestId').sort()).toEqual(refs.map((ref) => ref.providerRef).sort());
    expect(query.get('$top')).toBe('100');
  });

  it('reads on where one page does not hold all, and misses none', async () => {
    const refs = await Promise.all([opened.create(), opened.create(), opened.create()]);
    const [first, second, third] = refs;
    for (let count = 0; count < 150; count += 1) emulator.books.add(receive(first));
    emulator.books.add(receive(third));
    const states = await opened.provider.lookUpInvoices(refs, testCall());
    expect(states.get(first.paymentHash)).toMatchObject({ is: 'settled', receivedMsat: 150n * 21_000n });
    expect(states.get(second.paymentHash)).toEqual({ is: 'open' });
    expect(states.get(third.paymentHash)).toMatchObject({ is: 'settled', receivedMsat: 21_000n });
    expect(pathsOf('/receives').map((path) => /skip=\d+/.exec(path)?.[0])).toEqual(['skip=0', 'skip=100']);
  });

  it('says unknown of what it did not come to within its pages, and settled of what it saw', async () => {
    const [crowded, other] = [await opened.create(), await opened.create()];
    for (let count = 0; count < 501; count += 1) emulator.books.add(receive(crowded));
    const states = await opened.provider.lookUpInvoices([crowded, other], testCall());
    expect(pathsOf('/receives')).toHaveLength(5);
    expect(states.get(other.paymentHash)).toEqual({ is: 'unknown', because: 'partial-answer' });
    const settled = states.get(crowded.paymentHash);
    expect(settled).toMatchObject({ is: 'settled' });
    expect(settled).not.toHaveProperty('receivedMsat');
  });

  it('takes a payer who is at Strike too for an internal payment without preimage', async () => {
    const ref = await opened.create();
    emulator.books.add(receive(ref, { type: 'P2P' }));
    expect(await opened.stateOf(ref)).toEqual({
      is: 'settled',
      receivedMsat: 21_000n,
      settledAt: new Date('2026-11-20T12:00:05.5Z'),
      via: 'internal',
    });
  });

  it('sums only what is complete and in bitcoin', async () => {
    const [mixed, dollars] = [await opened.create(), await opened.create()];
    emulator.books.add(receive(mixed));
    emulator.books.add(receive(mixed, { state: 'PENDING' }));
    emulator.books.add(
      receive(dollars, { type: 'P2P', amountReceived: { amount: '0.02', currency: 'USD' } }),
    );
    expect(await opened.stateOf(mixed)).toMatchObject({ is: 'settled', receivedMsat: 21_000n });
    expect(await opened.stateOf(dollars)).toMatchObject({ is: 'settled' });
    expect(await opened.stateOf(dollars)).not.toHaveProperty('receivedMsat');
  });

  it('says pending while money is on its way, without a preimage', async () => {
    const ref = await opened.create();
    emulator.faults.pendingForever = true;
    await node.pay(ref.paymentHash);
    expect(await opened.stateOf(ref)).toEqual({ is: 'pending' });
  });

  it('says open of an invoice past its end: only the clock knows', async () => {
    const ref = await opened.create();
    node.setState(ref.paymentHash, 'cancelled');
    expect(await opened.stateOf(ref)).toEqual({ is: 'open' });
  });

  it('says unknown, of that invoice alone, of a state that it does not know', async () => {
    const [odd, other] = [await opened.create(), await opened.create()];
    emulator.books.add(receive(odd, { state: 'REVERSED' }));
    emulator.books.add(receive(other));
    const states = await opened.provider.lookUpInvoices([odd, other], testCall());
    expect(states.get(odd.paymentHash)).toEqual({ is: 'unknown', because: 'unreadable' });
    expect(states.get(other.paymentHash)).toMatchObject({ is: 'settled' });
  });

  it('says unknown where what was received is for another hash', async () => {
    const ref = await opened.create();
    const lightning = { invoice: 'lnbcrt1', preimage: '', paymentHash: '0F'.repeat(32) };
    emulator.books.add(receive(ref, { lightning }));
    expect(await opened.stateOf(ref)).toEqual({ is: 'unknown', because: 'unreadable' });
  });
});

describe('the list of what Strike received', () => {
  it('has what was completed in that time, and says when there may be more', async () => {
    const { provider } = opened;
    if (!listsPayments(provider)) throw new Error('no list');
    const [early, within, open] = [await opened.create(), await opened.create(), await opened.create()];
    emulator.books.add(receive(early, { completed: '2026-11-19T23:59:59.999Z' }));
    emulator.books.add(receive(within, { completed: '2026-11-20T00:00:00Z' }));
    emulator.books.add(receive(within, { completed: '2026-11-21T00:00:00Z' }));
    emulator.books.add(receive(open, { state: 'PENDING' }));
    const [from, to] = [new Date('2026-11-20T00:00:00Z'), new Date('2026-11-21T00:00:00Z')];
    const listed = { providerRef: within.providerRef, receivedMsat: 21_000n, settledAt: from };
    expect(await provider.listPayments(from, to, testCall())).toEqual({
      payments: [listed],
      isComplete: true,
    });
    for (let count = 0; count < 800; count += 1) emulator.books.add(receive(early));
    expect(await provider.listPayments(from, to, testCall())).toMatchObject({ isComplete: false });
  });
});

describe('a receive request', () => {
  it('is for bitcoin and credited as the merchant chose', async () => {
    const dollars = open({ targetCurrency: 'USD' });
    const ref = await dollars.create({ amountMsat: 1_234_000n });
    await node.pay(ref.paymentHash);
    expect(await dollars.stateOf(ref)).toMatchObject({ is: 'settled', receivedMsat: 1_234_000n });
    await dollars.close();
    const [shown] = await emulator.books.receives([ref.providerRef], false);
    expect(shown?.amountCredited?.currency).toBe('USD');
  });
});

it('a preimage is not even read while its money is on the way', async () => {
  const ref = await opened.create();
  const preimage = 'ab'.repeat(32);
  const lightning = { invoice: ref.paymentRequest, preimage, paymentHash: ref.paymentHash };
  const pending = receive(ref, { state: 'PENDING', lightning });
  expect(readReceives({ items: [pending] }).items).toMatchObject([{ state: 'PENDING', preimage: null }]);
  expect(readReceives({ items: [{ ...pending, state: 'COMPLETED' }] }).items).toMatchObject([{ preimage }]);
});
