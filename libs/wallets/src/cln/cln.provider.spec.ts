import { createHash, randomUUID } from 'node:crypto';
import { ManualClock } from '@turnpike/config';
import { parsePaymentHash, parsePreimage, type PaymentHash, type Preimage } from '@turnpike/l402';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { ClnEmulator } from '../../../../test/support/emulators/cln-emulator.js';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { Deadline } from '../deadline.js';
import { readInvoice } from '../read-invoice.js';
import { RateLimited, Rejected } from '../wallet-errors.js';
import type { CallLimits, InvoiceReference, InvoiceState, PaymentListing } from '../wallet-provider.js';
import { clnKind } from './cln.kind.js';
import type { ClnProvider } from './cln.provider.js';

const start = new Date('2026-11-20T12:00:00Z');
const hour = (count: number): Date => new Date(start.getTime() + count * 3_600_000);
const call = (millis = 5_000): CallLimits => ({
  deadline: Deadline.in(millis),
  signal: AbortSignal.timeout(5_000),
});

describe('Core Lightning', () => {
  const clock = new ManualClock(start);
  let node: BookNode;
  let emulator: ClnEmulator;
  let wallet: ClnProvider;

  beforeEach(async () => {
    const identity = await makeNodeIdentity('cln');
    clock.set(start);
    node = new BookNode(() => clock.now());
    emulator = new ClnEmulator(node, identity);
    await emulator.start();
    const tls = { mode: 'fingerprint', value: identity.fingerprint };
    const credentials = { url: emulator.url, rune: emulator.allow(), tls };
    wallet = clnKind(testSurroundings()).open(credentials, testContext()) as ClnProvider;
  });

  afterEach(async () => {
    await wallet.close();
    await emulator.stop();
  });

  const preimageOf = (text: string): Preimage =>
    parsePreimage(createHash('sha256').update(text).digest('hex')) as Preimage;

  async function create(
    description = 'weather',
    challengeId: string = randomUUID(),
    preimage = preimageOf(challengeId),
  ): Promise<InvoiceReference & { preimage: Preimage }> {
    const asked = { challengeId, amountMsat: 21_000n, description, expirySeconds: 600, preimage };
    const made = await wallet.createInvoice(asked, call());
    const paymentHash = parsePaymentHash(made.claimedHash) as PaymentHash;
    return { ...made, paymentHash, createdAt: clock.now(), expiresAt: hour(1), preimage };
  }

  const wordOn = async (ref: InvoiceReference): Promise<InvoiceState | undefined> =>
    (await wallet.lookUpInvoices([ref], call())).get(ref.paymentHash);

  it.each([
    ['control characters', 'a\u0000b\u001fc\u007f', 'a b c '],
    ['half of a pair of surrogates', 'a\ud83d', 'a\ufffd'],
    ['letters of the world', 'Wetter für Zürich 😀 ナ "\\', 'Wetter für Zürich 😀 ナ "\\'],
  ])('is sent no escapes for %s', async (_what, given, kept) => {
    const { paymentRequest } = await create(given);
    expect(readInvoice(paymentRequest).description).toBe(kept);
  });

  it('finds the invoice of a challenge by its label, and by its hash where the label is another', async () => {
    const challengeId = randomUUID();
    const first = await create('weather', challengeId);
    expect((await create('weather', challengeId)).paymentRequest).toBe(first.paymentRequest);
    const other = await create('weather', randomUUID(), first.preimage);
    expect([other.paymentRequest, other.providerRef]).toEqual([first.paymentRequest, challengeId]);
  });

  it('is not asked without a preimage', async () => {
    const asked = { challengeId: randomUUID(), amountMsat: 21_000n, description: '', expirySeconds: 600 };
    await expect(wallet.createInvoice(asked, call())).rejects.toBeInstanceOf(Rejected);
    expect(emulator.calls).toEqual([]);
  });

  it('says what was paid, more than asked for too, and expired when it is', async () => {
    const [paid, late, held] = [await create(), await create(), await create()];
    await node.pay(paid.paymentHash, 30_001n);
    expect(await wordOn(paid)).toEqual({
      is: 'settled',
      via: 'lightning',
      receivedMsat: 30_001n,
      preimage: paid.preimage,
      settledAt: start,
    });
    emulator.faults.pendingForever = true;
    await node.pay(held.paymentHash);
    expect(await wordOn(held)).toEqual({ is: 'open' });
    clock.set(hour(1));
    expect(await wordOn(late)).toEqual({ is: 'expired' });
  });

  it('waits a minute where the rate of the rune is used up', async () => {
    emulator.faults.rateLimited = true;
    const error = await create().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RateLimited);
    expect(error).toMatchObject({ retryAfterSeconds: 60 });
  });

  describe('lists payments', () => {
    async function trade(hours: number): Promise<string[]> {
      const paid: string[] = [];
      for (let at = 0; at < hours; at += 1) {
        clock.set(hour(at));
        for (let count = 0; count < 9; count += 1) {
          const { paymentHash } = await emulator.addForeign();
          if (count > 1) continue;
          await node.pay(paymentHash);
          paid.push(paymentHash);
        }
      }
      return paid;
    }

    const list = (from: Date, to: Date, millis?: number): Promise<PaymentListing> =>
      wallet.listPayments(from, to, call(millis));

    it('of the span, its beginning included and its end not, over many pages', async () => {
      const paid = await trade(150);
      const { payments, isComplete } = await list(hour(10), hour(130));
      expect(isComplete).toBe(true);
      expect(payments.map((one) => one.paymentHash)).toEqual(paid.slice(20, 260));
      expect(payments[0]).toMatchObject({ receivedMsat: 7_000n, settledAt: hour(10) });
    });

    it('that are none: before all, after all, and where there are none', async () => {
      expect(await list(hour(0), hour(1))).toEqual({ payments: [], isComplete: true });
      await trade(3);
      expect(await list(hour(-2), hour(0))).toEqual({ payments: [], isComplete: true });
      expect(await list(hour(3), hour(9))).toEqual({ payments: [], isComplete: true });
    });

    it('not to the end where time or calls run out', async () => {
      await trade(2);
      expect(await list(hour(0), hour(2), 500)).toEqual({ payments: [], isComplete: false });
      emulator.faults.rateLimited = true;
      expect(await list(hour(0), hour(2))).toEqual({ payments: [], isComplete: false });
    });
  });
});
