import { ManualClock } from '@turnpike/config';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { LndEmulator } from '../../../../test/support/emulators/lnd-emulator.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { Deadline } from '../deadline.js';
import type { PaymentListing } from '../wallet-provider.js';
import { lndKind } from './lnd.kind.js';
import type { LndProvider } from './lnd.provider.js';

const start = new Date('2026-11-20T12:00:00Z');
const hour = (count: number): Date => new Date(start.getTime() + count * 3_600_000);

describe('the payments that LND lists', () => {
  const clock = new ManualClock(start);
  let node: BookNode;
  let emulator: LndEmulator;
  let wallet: LndProvider;

  async function connect(operations?: Record<string, string[]>): Promise<void> {
    const identity = await makeNodeIdentity();
    clock.set(start);
    node = new BookNode(() => clock.now());
    emulator = new LndEmulator(node, identity);
    await emulator.start();
    const tls = { mode: 'fingerprint', value: identity.fingerprint };
    const credentials = { url: emulator.url, macaroon: emulator.bake(operations), tls };
    wallet = lndKind(testSurroundings()).open(credentials, testContext()) as LndProvider;
  }

  afterEach(async () => {
    await wallet.close();
    await emulator.stop();
  });

  /** Pays one invoice of so many that are made each hour. */
  async function trade(hours: number, invoicesEach: number): Promise<string[]> {
    const paid: string[] = [];
    for (let at = 0; at < hours; at += 1) {
      clock.set(hour(at));
      const made = [];
      for (let count = 0; count < invoicesEach; count += 1) made.push(await emulator.addForeign());
      const chosen = made[at % invoicesEach]?.paymentHash ?? '';
      await node.pay(chosen);
      paid.push(chosen);
    }
    return paid;
  }

  const list = (from: Date, to: Date, millis = 5_000): Promise<PaymentListing> =>
    wallet.listPayments(from, to, { deadline: Deadline.in(millis), signal: AbortSignal.timeout(5_000) });

  it('are those of the span, its beginning included and its end not, over many pages', async () => {
    await connect();
    const paid = await trade(40, 6);
    const { payments, isComplete } = await list(hour(30), hour(35));
    expect(isComplete).toBe(true);
    expect(payments.map((one) => one.paymentHash).sort()).toEqual(paid.slice(30, 35).sort());
    expect(payments[0]).toMatchObject({ receivedMsat: 7_000n, providerRef: payments[0]?.paymentHash });
  });

  it('are not looked for among what was made long before', async () => {
    await connect();
    await trade(60, 6);
    emulator.calls.length = 0;
    await list(hour(59), hour(60));
    // 26 hours of 6 invoices, in pages of 50.
    expect(emulator.calls.length).toBeLessThanOrEqual(4);
  });

  it('are none where nothing was ever made', async () => {
    await connect();
    expect(await list(hour(0), hour(1))).toEqual({ payments: [], isComplete: true });
  });

  it('are not complete where the macaroon may not list, which is no fault of it', async () => {
    const uri = ['AddInvoice', 'LookupInvoice', 'SubscribeInvoices'].map(
      (name) => `/lnrpc.Lightning/${name}`,
    );
    await connect({ uri });
    expect(await list(hour(0), hour(1))).toEqual({ payments: [], isComplete: false });
  });

  it('are not complete where time runs out', async () => {
    await connect();
    await trade(3, 2);
    expect(await list(hour(0), hour(3), 500)).toEqual({ payments: [], isComplete: false });
  });
});
