import { createECDH, randomUUID } from 'node:crypto';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { CashuEmulator } from '../../../../test/support/emulators/cashu-emulator.js';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { Deadline } from '../deadline.js';
import { InvalidCredentials } from '../invalid-credentials.js';
import { readInvoice } from '../read-invoice.js';
import { ProtocolViolation, Rejected, Unavailable } from '../wallet-errors.js';
import type { CallLimits, InvoiceReference, InvoiceState, WalletProvider } from '../wallet-provider.js';
import { cashuKind } from './cashu.kind.js';

const call = (): CallLimits => ({ deadline: Deadline.in(5_000), signal: AbortSignal.timeout(5_000) });
const kind = cashuKind(testSurroundings());
const key = createECDH('secp256k1');
key.generateKeys();
const pubkey = key.getPublicKey('hex', 'compressed');

describe('a Cashu mint', () => {
  let node: BookNode;
  let emulator: CashuEmulator;
  let wallet: WalletProvider;
  beforeEach(async () => {
    node = new BookNode();
    emulator = new CashuEmulator(node);
    await emulator.start();
    wallet = kind.open({ mintUrl: emulator.url, pubkey }, testContext());
  });
  afterEach(async () => {
    await wallet.close?.();
    await emulator.stop();
  });

  async function create(description = 'weather', amountMsat = 21_000n): Promise<InvoiceReference> {
    const asked = { challengeId: randomUUID(), amountMsat, description, expirySeconds: 600 };
    const { paymentRequest, providerRef } = await wallet.createInvoice(asked, call());
    const { paymentHash } = readInvoice(paymentRequest);
    return { paymentHash, providerRef, paymentRequest, createdAt: new Date(), expiresAt: new Date() };
  }
  const stateOf = async (ref: InvoiceReference): Promise<InvoiceState | undefined> =>
    (await wallet.lookUpInvoices([ref], call())).get(ref.paymentHash);

  it('that does not lock the quote broke the protocol: whoever reads its id could mint the tokens', async () => {
    emulator.locks = false;
    await expect(create()).rejects.toBeInstanceOf(ProtocolViolation);
    await expect(wallet.checkConnection(call())).rejects.toBeInstanceOf(ProtocolViolation);
  });

  it('that does not say that it locks quotes, or mints no satoshis, is refused when it is connected', async () => {
    emulator.announcesLocks = false;
    await expect(wallet.checkConnection(call())).rejects.toEqual(new Rejected('request'));
    emulator.announcesLocks = true;
    emulator.isDisabled = true;
    await expect(wallet.checkConnection(call())).rejects.toEqual(new Rejected('request'));
    expect(emulator.quoteIds).toEqual([]);
  });

  it('that was switched off since is unavailable', async () => {
    emulator.isDisabled = true;
    await expect(create()).rejects.toBeInstanceOf(Unavailable);
  });

  it('is checked with the least that it mints', async () => {
    emulator.minAmount = 50;
    const report = await wallet.checkConnection(call());
    expect(report).toEqual({ network: 'regtest', payee: null, excessPermissions: [] });
    expect(node.all().map((one) => one.amountMsat)).toEqual([50_000n]);
  });

  it('that takes no descriptions is asked without one, and from then on at once', async () => {
    emulator.takesDescriptions = false;
    await create();
    await create();
    expect(node.all().map((one) => one.description)).toEqual(['', '']);
    expect(emulator.calls).toHaveLength(3);
  });

  it('refuses amounts out of its bounds; parts of a satoshi are not asked for', async () => {
    await expect(create('x', 2_000_000_000n)).rejects.toEqual(new Rejected('amount'));
    const count = emulator.calls.length;
    await expect(create('x', 1_500n)).rejects.toEqual(new Rejected('amount'));
    await expect(create('x', 0n)).rejects.toEqual(new Rejected('amount'));
    expect(emulator.calls).toHaveLength(count);
  });

  it('calls a quote settled when it is paid and when its tokens are minted', async () => {
    const made = await create();
    expect(await stateOf(made)).toEqual({ is: 'open' });
    emulator.faults.pendingForever = true;
    await node.pay(made.paymentHash);
    expect(await stateOf(made)).toEqual({ is: 'pending' });
    emulator.faults.pendingForever = false;
    expect(await stateOf(made)).toEqual({ is: 'settled', via: 'lightning', receivedMsat: 21_000n });
    emulator.issue(made.providerRef);
    emulator.countsPaid = false;
    expect(await stateOf(made)).toEqual({ is: 'settled', via: 'lightning' });
  });

  it('has no word on a quote that it does not know, on another one, and on one without a state', async () => {
    const [made, other] = [await create(), await create()];
    expect(await stateOf({ ...made, providerRef: '../../info' })).toEqual({
      is: 'unknown',
      because: 'not-found',
    });
    expect(await stateOf({ ...made, providerRef: other.providerRef })).toEqual({
      is: 'unknown',
      because: 'unreadable',
    });
    emulator.namesState = false;
    emulator.countsPaid = false;
    expect(await stateOf(made)).toEqual({ is: 'unknown', because: 'unreadable' });
  });

  it('that counts less than was asked for has not been paid yet', async () => {
    emulator.namesState = false;
    const made = await create();
    await node.pay(made.paymentHash, 20_000n);
    expect(await stateOf(made)).toEqual({ is: 'pending', isUnderpaid: true });
  });
});

describe('the credentials of a mint', () => {
  const mintUrl = 'https://mint.example/Bitcoin';

  it('are an address and a public key, in one form', () => {
    const kept = kind.parse({ mintUrl, pubkey: pubkey.toUpperCase() });
    expect(kept).toEqual({ mintUrl, pubkey });
    expect(kind.parse(kept)).toEqual(kept);
    expect(kind.addresses(kept)).toEqual([{ member: 'mintUrl', url: new URL(mintUrl) }]);
  });

  it.each([
    ['04'.padEnd(130, 'a')],
    [pubkey.slice(2)],
    // No point of the curve has this x.
    [`02${'ff'.repeat(32)}`],
    [''],
  ])('are refused with the key %s', (wrong) => {
    expect(() => kind.parse({ mintUrl, pubkey: wrong })).toThrow(InvalidCredentials);
  });
});
