import { randomUUID } from 'node:crypto';
import { Faults } from '../../../../test/support/emulators/faults.js';
import { LdkNode } from '../../../../test/support/emulators/ldk-node.js';
import { openChannel, type LightningPair } from '../../../../test/support/lightning/lightning-pair.js';
import { AlbyWallet } from '../../../../test/support/nostr/alby-wallet.js';
import { NwcBooks } from '../../../../test/support/nostr/nwc-books.js';
import { NwcIdentity } from '../../../../test/support/nostr/nwc-identity.js';
import { connectNwc } from '../testing/nwc-under-test.js';
import { TestRelay } from '../../../../test/support/nostr/test-relay.js';
import { Deadline } from '../deadline.js';
import { RecordingSink } from '../testing/recording-sink.js';
import type { InvoiceReference } from '../wallet-provider.js';

let pair: LightningPair;
let node: LdkNode;
let relay: TestRelay;
let alby: AlbyWallet;
let connection: ReturnType<typeof connectNwc>;

beforeAll(async () => {
  for (const level of ['info', 'warn', 'error'] as const)
    jest.spyOn(console, level).mockImplementation(() => undefined);
  pair = await openChannel();
  node = new LdkNode(pair);
  relay = new TestRelay();
  await relay.start();
  const identity = new NwcIdentity();
  alby = new AlbyWallet(new NwcBooks(node, new Faults()), identity, relay);
  await alby.start();
  connection = connectNwc(identity, [relay.url]);
}, 60_000);

afterAll(async () => {
  await connection.close();
  await alby.stop();
  await relay.stop();
  await pair.close();
  jest.restoreAllMocks();
});

async function create(): Promise<InvoiceReference> {
  const asked = {
    challengeId: randomUUID(),
    amountMsat: 21_000n,
    description: 'weather',
    expirySeconds: 600,
  };
  const made = await connection.wallet.createInvoice(asked, Deadline.in(5_000));
  const { paymentHash, text } = made.paymentRequest;
  const { providerRef, expiresAt } = made;
  return { paymentHash, providerRef, paymentRequest: text, createdAt: pair.now, expiresAt };
}

describe('a real payment through a wallet over Nostr', () => {
  it('is notified of, and the look-up that follows settles it', async () => {
    const sink = new RecordingSink();
    const abort = new AbortController();
    const ended = connection.provider.streamSettlements(null, sink, abort.signal);
    await sink.untilAlive();
    const [paid, open] = [await create(), await create()];

    await node.pay(paid.paymentHash);
    await sink.untilHinted(paid);
    expect(sink.hasHintFor(open)).toBe(false);
    const states = await connection.wallet.lookUpInvoices([paid, open], Deadline.in(5_000));
    expect(states.get(paid.paymentHash)).toMatchObject({
      is: 'settled',
      receivedMsat: 21_000n,
      via: 'lightning',
    });
    expect(states.get(open.paymentHash)).toEqual({ is: 'open' });

    abort.abort();
    await ended;
  });

  it('is in the list of payments', async () => {
    const invoice = await create();
    await node.pay(invoice.paymentHash);
    const now = Date.now();
    const call = { deadline: Deadline.in(5_000), signal: AbortSignal.timeout(5_000) };
    const listing = await connection.provider.listPayments(
      new Date(now - 600_000),
      new Date(now + 60_000),
      call,
    );
    const { paymentHash, providerRef } = invoice;
    const listed = listing.payments.find((payment) => payment.paymentHash === paymentHash);
    expect(listed).toMatchObject({ providerRef, receivedMsat: 21_000n });
    expect(listing.isComplete).toBe(true);
  });
});
