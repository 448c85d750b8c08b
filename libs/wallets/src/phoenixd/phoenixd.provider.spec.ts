import { createHmac, randomUUID } from 'node:crypto';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { PhoenixdEmulator } from '../../../../test/support/emulators/phoenixd-emulator.js';
import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { Deadline } from '../deadline.js';
import { RecordingSink } from '../testing/recording-sink.js';
import { CredentialInvalid, Rejected, UnknownOutcome } from '../wallet-errors.js';
import type { CallLimits, InvoiceReference } from '../wallet-provider.js';
import { phoenixdKind } from './phoenixd.kind.js';
import { PhoenixdProvider } from './phoenixd.provider.js';

const request = { amountMsat: 21_000n, description: 'weather', expirySeconds: 600 };
const call = (): CallLimits => ({ deadline: Deadline.in(5_000), signal: AbortSignal.timeout(5_000) });

describe('phoenixd', () => {
  let node: BookNode;
  let emulator: PhoenixdEmulator;
  let wallet: PhoenixdProvider;
  const opened: PhoenixdProvider[] = [];

  function open(password: string, webhookSecret?: string): PhoenixdProvider {
    const secret = webhookSecret === undefined ? {} : { webhookSecret };
    const credentials = { url: emulator.url, password, ...secret };
    const made = phoenixdKind(testSurroundings()).open(credentials, testContext());
    if (!(made instanceof PhoenixdProvider)) throw new Error('that is another kind');
    opened.push(made);
    return made;
  }

  beforeEach(async () => {
    node = new BookNode();
    emulator = new PhoenixdEmulator(node);
    await emulator.start();
    wallet = open(emulator.limitedPassword, emulator.webhookSecret);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await emulator.stop();
  });

  async function create(challengeId = randomUUID()): Promise<InvoiceReference> {
    const made = await wallet.createInvoice({ ...request, challengeId }, call());
    const paymentHash = parsePaymentHash(made.providerRef) as PaymentHash;
    const { paymentRequest, providerRef } = made;
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + 600_000);
    return { paymentHash, providerRef, paymentRequest, createdAt, expiresAt };
  }

  it('looks for the invoice of a lost answer by the id of the challenge', async () => {
    emulator.faults.createdButNoAnswer = 1;
    const made = await create();
    expect(node.all().map((one) => one.paymentHash)).toEqual([made.paymentHash]);
  });

  it('says that it does not know when the answer is lost and nothing was made', async () => {
    emulator.faults.reset = true;
    await expect(create()).rejects.toBeInstanceOf(UnknownOutcome);
    expect(node.all()).toEqual([]);
  });

  it('makes no invoice over a part of a satoshi', async () => {
    const asked = { ...request, amountMsat: 21_500n, challengeId: randomUUID() };
    await expect(wallet.createInvoice(asked, call())).rejects.toEqual(new Rejected('amount'));
    expect(emulator.calls).toEqual([]);
  });

  it('asks for notices only if it can tell whose they are', async () => {
    await create();
    await node.pay(node.all()[0]?.paymentHash ?? '');
    await emulator.untilTold();
    expect(emulator.notices.sent.map(({ url }) => url)).toEqual(['https://turnpike.example/webhooks/x']);
    wallet = open(emulator.limitedPassword);
    const { paymentHash } = await create();
    await node.pay(paymentHash);
    await emulator.untilTold();
    expect(emulator.notices.sent).toHaveLength(1);
  });

  it('takes no notice for one of the wallet without its secret, and no hint from one of something else', () => {
    const sign = (raw: Buffer): Record<string, string> => {
      const signature = createHmac('sha256', emulator.webhookSecret).update(raw).digest('hex');
      return { 'x-phoenix-signature': signature.toUpperCase() };
    };
    const sent = Buffer.from(JSON.stringify({ type: 'payment_sent', paymentHash: 'ab'.repeat(32) }));
    const nothing = Buffer.from('[]');
    expect(wallet.readWebhook(sent, sign(sent))).toEqual({ eventId: null, hints: [] });
    expect(wallet.readWebhook(nothing, sign(nothing))).toEqual({ eventId: null, hints: [] });
    expect(open(emulator.limitedPassword).readWebhook(sent, sign(sent))).toBeNull();
  });

  it('looks up many by pages, and by itself what a page left out', async () => {
    const made: InvoiceReference[] = [];
    for (let count = 0; count < 40; count += 1) made.push(await create());
    await node.pay(made[3]?.paymentHash ?? '');
    emulator.calls.length = 0;
    const states = await wallet.lookUpInvoices(made, call());
    expect(emulator.calls).toHaveLength(1);
    expect([...states.values()].filter(({ is }) => is === 'settled')).toHaveLength(1);

    emulator.faults.partial = true;
    emulator.calls.length = 0;
    expect(await wallet.lookUpInvoices(made, call())).toEqual(states);
    expect(emulator.calls).toHaveLength(1 + 20);
  });

  it('says unknown of an invoice that it does not find for once', async () => {
    const made = await create();
    emulator.faults.notFoundFor = 1;
    const first = await wallet.lookUpInvoices([made], call());
    expect(first.get(made.paymentHash)).toEqual({ is: 'unknown', because: 'not-found' });
    expect((await wallet.lookUpInvoices([made], call())).get(made.paymentHash)).toEqual({ is: 'open' });
  });

  it('keeps a payment pending that came short, liquidity fees given back', async () => {
    const [short, whole] = [await create(), await create()];
    emulator.liquidityFees.set(whole.paymentHash, 8_000n);
    await node.pay(short.paymentHash, 13_000n);
    await node.pay(whole.paymentHash);
    const states = await wallet.lookUpInvoices([short, whole], call());
    expect(states.get(short.paymentHash)).toEqual({ is: 'pending', isUnderpaid: true });
    expect(states.get(whole.paymentHash)).toMatchObject({ is: 'settled', receivedMsat: 21_000n });
  });

  it('lists what was received in a span of time, and nothing else', async () => {
    const [paid, unpaid] = [await create(), await create()];
    await node.pay(paid.paymentHash);
    const now = Date.now();
    const around = await wallet.listPayments(new Date(now - 60_000), new Date(now + 60_000), call());
    expect(around.isComplete).toBe(true);
    expect(around.payments.map((one) => one.paymentHash)).toEqual([paid.paymentHash]);
    expect(around.payments[0]?.receivedMsat).toBe(21_000n);
    expect(around.payments.map((one) => one.paymentHash)).not.toContain(unpaid.paymentHash);
    const before = await wallet.listPayments(new Date(0), new Date(now - 60_000), call());
    expect(before).toEqual({ payments: [], isComplete: true });
  });

  it('tells of what was paid while nobody listened, from two minutes before the cursor on', async () => {
    const missed = await create();
    await node.pay(missed.paymentHash);
    for (const [cursor, isTold] of [
      [String(Date.now()), true],
      [String(Date.now() + 600_000), false],
    ] as const) {
      const sink = new RecordingSink();
      const abort = new AbortController();
      const ended = wallet.streamSettlements(cursor, sink, abort.signal);
      await sink.until(() => sink.cursors.length > 0);
      abort.abort();
      await ended;
      expect(sink.hasHintFor(missed)).toBe(isTold);
      expect(Number(sink.cursor)).toBeGreaterThanOrEqual(Number(cursor));
    }
  });

  it('opens no stream with a password that is not taken', async () => {
    const stream = open('wrong').streamSettlements(null, new RecordingSink(), AbortSignal.timeout(5_000));
    await expect(stream).rejects.toEqual(new CredentialInvalid());
  });
});
