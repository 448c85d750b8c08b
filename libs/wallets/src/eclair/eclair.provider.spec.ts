import { randomBytes, randomUUID } from 'node:crypto';
import { parsePaymentHash, parsePreimage, type PaymentHash, type Preimage } from '@turnpike/l402';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { EclairEmulator } from '../../../../test/support/emulators/eclair-emulator.js';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { Deadline } from '../deadline.js';
import { InvalidCredentials } from '../invalid-credentials.js';
import { RecordingSink } from '../testing/recording-sink.js';
import { CredentialInvalid, ProtocolViolation, Rejected, Unavailable } from '../wallet-errors.js';
import {
  streamsSettlements,
  type CallLimits,
  type InvoiceReference,
  type WalletProvider,
} from '../wallet-provider.js';
import { eclairKind } from './eclair.kind.js';
import { readEclairNode, readReceived } from './eclair.types.js';

const call = (): CallLimits => ({ deadline: Deadline.in(5_000), signal: AbortSignal.timeout(5_000) });
const kind = eclairKind(testSurroundings());

describe('eclair', () => {
  let node: BookNode;
  let emulator: EclairEmulator;
  const opened: WalletProvider[] = [];
  const open = (password: string): WalletProvider => {
    const made = kind.open({ url: emulator.url, password }, testContext());
    opened.push(made);
    return made;
  };

  beforeEach(async () => {
    node = new BookNode();
    emulator = new EclairEmulator(node);
    await emulator.start();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(async (one) => one.close?.()));
    await emulator.stop();
  });

  const request = (preimage = parsePreimage(randomBytes(32).toString('hex')) as Preimage) => {
    const asked = { amountMsat: 21_001n, description: 'weather', expirySeconds: 600 };
    return { ...asked, challengeId: randomUUID(), preimage };
  };

  function referenceTo({ providerRef, paymentRequest }: { providerRef: string; paymentRequest: string }) {
    const paymentHash = parsePaymentHash(providerRef) as PaymentHash;
    const createdAt = new Date();
    return { paymentHash, providerRef, paymentRequest, createdAt, expiresAt: createdAt } as InvoiceReference;
  }

  it('finds the invoice that a preimage was used for, whatever the failure says', async () => {
    const wallet = open(emulator.password);
    const asked = request();
    const first = await wallet.createInvoice(asked, call());
    expect(await wallet.createInvoice(asked, call())).toEqual(first);
    expect(emulator.calls.map(({ path }) => path)).toEqual([
      '/createinvoice',
      '/createinvoice',
      '/getinvoice',
    ]);
  });

  it('is unavailable when it fails without having the invoice', async () => {
    const wallet = open(emulator.password);
    const asked = { ...request(), description: 'x'.repeat(700) };
    await expect(wallet.createInvoice(asked, call())).rejects.toBeInstanceOf(Unavailable);
    emulator.faults.status = 500;
    await expect(wallet.createInvoice(request(), call())).rejects.toBeInstanceOf(Unavailable);
  });

  it('makes no invoice without our preimage', async () => {
    const { preimage: _preimage, ...asked } = request();
    await expect(open(emulator.password).createInvoice(asked, call())).rejects.toBeInstanceOf(Rejected);
    expect(emulator.calls).toEqual([]);
  });

  it('refuses a wrong password, to calls and to the web socket', async () => {
    emulator.wrongPasswordMillis = 1;
    const wallet = open('wrong');
    await expect(wallet.checkConnection(call())).rejects.toEqual(new CredentialInvalid());
    if (!streamsSettlements(wallet)) throw new Error('there is no stream');
    const stream = wallet.streamSettlements(null, new RecordingSink(), AbortSignal.timeout(5_000));
    await expect(stream).rejects.toEqual(new CredentialInvalid());
  });

  it('says what became of an invoice, with its preimage only when it was paid', async () => {
    const wallet = open(emulator.password);
    const asked = request();
    const made = referenceTo(await wallet.createInvoice(asked, call()));
    const stateOf = async () => (await wallet.lookUpInvoices([made], call())).get(made.paymentHash);
    expect(await stateOf()).toEqual({ is: 'open' });
    emulator.faults.pendingForever = true;
    await node.pay(made.paymentHash, 30_000n);
    expect(await stateOf()).toEqual({ is: 'open' });
    emulator.faults.pendingForever = false;
    expect(await stateOf()).toMatchObject({ is: 'settled', receivedMsat: 30_000n, preimage: asked.preimage });
    emulator.faults.notFoundFor = 1;
    expect(await stateOf()).toEqual({ is: 'unknown', because: 'not-found' });
  });

  it('spends with every password it has, and says so', async () => {
    expect(await open(emulator.password).checkConnection(call())).toEqual({
      network: 'regtest',
      payee: node.payee,
      excessPermissions: ['full_access'],
    });
  });
});

describe('the credentials of eclair', () => {
  it('are an address and a password', () => {
    const kept = kind.parse({ url: 'https://node.example', password: 'pw' });
    expect(kind.parse(kept)).toEqual({ url: 'https://node.example/', password: 'pw' });
    for (const wrong of [{}, { url: 'x', password: 'pw' }, { url: 'https://node.example' }, null])
      expect(() => kind.parse(wrong)).toThrow(InvalidCredentials);
  });
});

describe('an answer of eclair', () => {
  const paymentHash = 'ab'.repeat(32);
  const received = (status: object, invoice: object = { paymentHash }): unknown =>
    readReceived({ invoice, paymentPreimage: 'cd'.repeat(32), status }, paymentHash);

  it('may be of a version that has another name for the invoice', () => {
    const old = { paymentRequest: { paymentHash }, status: { type: 'expired' } };
    expect(readReceived(old, paymentHash)).toMatchObject({ type: 'expired', preimage: null });
  });

  it('shows the time of a payment', () => {
    const receivedAt = { iso: '2026-01-02T03:04:05.678Z', unix: 1_767_323_045 };
    expect(received({ type: 'received', amount: 5, receivedAt })).toMatchObject({
      receivedMsat: 5n,
      receivedAt: new Date(receivedAt.iso),
    });
  });

  it.each([
    [{ type: 'paid' }],
    [{}],
    [{ type: 'received' }],
    [{ type: 'received', amount: '5' }],
    [{ type: 'received', amount: 5, receivedAt: { iso: 'yesterday' } }],
  ])('that says %j is refused', (status) => {
    expect(() => received(status)).toThrow(ProtocolViolation);
  });

  it('about another invoice, or another network, is refused', () => {
    expect(() => received({ type: 'pending' }, { paymentHash: 'ef'.repeat(32) })).toThrow(ProtocolViolation);
    expect(() => readEclairNode({ nodeId: `02${paymentHash}`, network: 'moon' })).toThrow(ProtocolViolation);
  });
});
