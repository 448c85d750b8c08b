import { createHash, randomUUID } from 'node:crypto';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { LndEmulator } from '../../../../test/support/emulators/lnd-emulator.js';
import { LND_ERRORS } from '../../../../test/support/emulators/lnd-errors.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { ManualClock } from '@turnpike/config';
import { parsePaymentHash, parsePreimage, type PaymentHash, type Preimage } from '@turnpike/l402';
import { Deadline } from '../deadline.js';
import { CredentialInvalid, ProtocolViolation, Rejected, Unavailable } from '../wallet-errors.js';
import type { CallLimits, InvoiceReference, InvoiceState } from '../wallet-provider.js';
import { lndKind } from './lnd.kind.js';
import type { LndProvider } from './lnd.provider.js';

const call = (): CallLimits => ({ deadline: Deadline.in(5_000), signal: AbortSignal.timeout(5_000) });

describe('LND', () => {
  const clock = new ManualClock(new Date('2026-11-20T12:00:00Z'));
  let node: BookNode;
  let emulator: LndEmulator;
  let wallet: LndProvider;

  async function connect(settings: object = {}, operations?: Record<string, string[]>): Promise<LndProvider> {
    const identity = await makeNodeIdentity();
    node = new BookNode(() => clock.now());
    emulator = new LndEmulator(node, identity);
    await emulator.start();
    const tls = { mode: 'fingerprint', value: identity.fingerprint };
    const credentials = { url: emulator.url, macaroon: emulator.bake(operations), tls, ...settings };
    wallet = lndKind({ ...testSurroundings(), clock }).open(credentials, testContext()) as LndProvider;
    return wallet;
  }

  afterEach(async () => {
    await wallet.close();
    await emulator.stop();
  });

  async function create(description = 'weather'): Promise<InvoiceReference & { preimage: Preimage }> {
    const challengeId = randomUUID();
    const preimage = parsePreimage(createHash('sha256').update(challengeId).digest('hex')) as Preimage;
    const asked = { challengeId, amountMsat: 21_000n, description, expirySeconds: 600, preimage };
    const made = await wallet.createInvoice(asked, call());
    const paymentHash = parsePaymentHash(made.claimedHash) as PaymentHash;
    const expiresAt = new Date(clock.now().getTime() + 600_000);
    return { ...made, paymentHash, createdAt: clock.now(), expiresAt, preimage };
  }

  const wordOn = async (ref: InvoiceReference): Promise<InvoiceState | undefined> =>
    (await wallet.lookUpInvoices([ref], call())).get(ref.paymentHash);

  it('keeps the preimage of an open invoice to itself, and tells what was paid, more than asked for too', async () => {
    await connect();
    const invoice = await create();
    expect(await wordOn(invoice)).toEqual({ is: 'open' });
    await node.pay(invoice.paymentHash, 30_001n);
    expect(await wordOn(invoice)).toEqual({
      is: 'settled',
      via: 'lightning',
      receivedMsat: 30_001n,
      preimage: invoice.preimage,
      settledAt: clock.now(),
    });
  });

  it('says pending of a payment that is held, cancelled before the end and expired after it', async () => {
    await connect();
    const [held, cancelled, late] = [await create(), await create(), await create()];
    node.setState(held.paymentHash, 'pending');
    node.setState(cancelled.paymentHash, 'cancelled');
    expect(await wordOn(held)).toEqual({ is: 'pending' });
    expect(await wordOn(cancelled)).toEqual({ is: 'cancelled' });
    clock.set(new Date(clock.now().getTime() + 601_000));
    expect(await wordOn(late)).toEqual({ is: 'expired' });
    emulator.faults.pendingForever = true;
    await node.pay(late.paymentHash);
    expect(await wordOn(late)).toEqual({ is: 'pending' });
  });

  it('is not found, never open, while a replica lags behind', async () => {
    await connect();
    const invoice = await create();
    emulator.faults.notFoundFor = 1;
    expect(await wordOn(invoice)).toEqual({ is: 'unknown', because: 'not-found' });
    expect(await wordOn(invoice)).toEqual({ is: 'open' });
  });

  it('asks for route hints only where the connection is said to need them', async () => {
    await connect();
    await create();
    expect(emulator.privates).toEqual([false]);
    await wallet.close();
    await emulator.stop();
    await connect({ private: true });
    await create();
    expect(emulator.privates).toEqual([true]);
  });

  it('lets the node choose where the connection says so', async () => {
    await connect({ nodePreimage: true });
    const invoice = await create();
    expect(wallet.traits).toMatchObject({ ownPreimage: false, idempotentCreation: false });
    expect(createHash('sha256').update(Buffer.from(invoice.preimage, 'hex')).digest('hex')).not.toBe(
      invoice.paymentHash,
    );
  });

  it.each([
    [LND_ERRORS.locked, Unavailable],
    [LND_ERRORS.notCreated, Unavailable],
    [LND_ERRORS.waiting, Unavailable],
    [LND_ERRORS.starting, Unavailable],
    [LND_ERRORS.internal, Unavailable],
    [LND_ERRORS.noMacaroon, CredentialInvalid],
    [LND_ERRORS.badSignature, CredentialInvalid],
    [LND_ERRORS.expiredMacaroon, CredentialInvalid],
    [LND_ERRORS.denied, CredentialInvalid],
    [LND_ERRORS.memo, Rejected],
    [LND_ERRORS.amounts, Rejected],
    [LND_ERRORS.notFound, ProtocolViolation],
  ])('means what it says when it creates: %s', async (text, kind) => {
    await connect();
    emulator.refusal = text;
    await expect(create()).rejects.toBeInstanceOf(kind);
  });

  it('refuses a memo beyond what it has room for, and says that of the description', async () => {
    await connect();
    await expect(create('x'.repeat(1_025))).rejects.toMatchObject({ member: 'description' });
  });

  it('is unavailable where an invoice that is said to exist is nowhere to be found', async () => {
    await connect();
    const { preimage } = await create();
    emulator.faults.notFoundFor = 1;
    const asked = {
      challengeId: randomUUID(),
      amountMsat: 21_000n,
      description: '',
      expirySeconds: 600,
      preimage,
    };
    await expect(wallet.createInvoice(asked, call())).rejects.toBeInstanceOf(Unavailable);
  });
});
