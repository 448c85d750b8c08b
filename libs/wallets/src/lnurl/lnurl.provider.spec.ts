import { randomUUID } from 'node:crypto';
import { Clock } from '@turnpike/config';
import { AddressGuard } from '@turnpike/outbound';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testSurroundings, testContext } from '../testing/emulated-wallet.js';
import { LnurlEmulator } from '../../../../test/support/emulators/lnurl-emulator.js';
import { Deadline } from '../deadline.js';
import { readInvoice } from '../read-invoice.js';
import { CredentialInvalid, ProtocolViolation, Rejected, Unavailable } from '../wallet-errors.js';
import type { CallLimits, InvoiceReference, InvoiceState, WalletProvider } from '../wallet-provider.js';
import { lnurlKind } from './lnurl.kind.js';

class HandClock extends Clock {
  millis = Date.now();
  override now(): Date {
    return new Date(this.millis);
  }
}

const call = (): CallLimits => ({ deadline: Deadline.in(5_000), signal: AbortSignal.timeout(5_000) });
const UNKNOWN = { is: 'unknown', because: 'not-found' };

describe('an address that is paid by LNURL', () => {
  let node: BookNode;
  let emulator: LnurlEmulator;
  let clock: HandClock;
  let wallet: WalletProvider;
  const open = (address: string): WalletProvider => {
    // One of this machine's names may be called, and one may not.
    const guard = new AddressGuard(['127.0.0.1']);
    return lnurlKind({ ...testSurroundings(), guard, clock }).open({ address }, testContext());
  };
  beforeEach(async () => {
    node = new BookNode();
    emulator = new LnurlEmulator(node);
    clock = new HandClock();
    await emulator.start();
    wallet = open(emulator.address);
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
  const offersAsked = (): number =>
    emulator.calls.filter(({ path }) => path.startsWith('/.well-known')).length;

  it('is asked what it offers once a minute', async () => {
    await create();
    clock.millis += 59_999;
    await create();
    expect(offersAsked()).toBe(1);
    clock.millis += 1;
    await create();
    expect(offersAsked()).toBe(2);
  });

  it('takes amounts within its bounds and is not asked for others', async () => {
    emulator.maxSendable = 30_000;
    await expect(create('x', 999n)).rejects.toEqual(new Rejected('amount'));
    await expect(create('x', 30_001n)).rejects.toEqual(new Rejected('amount'));
    expect(emulator.comments).toEqual([]);
    await create('x', 30_000n);
  });

  it('gets our description as a comment, if it takes one and as far as it does', async () => {
    emulator.commentAllowed = 10;
    await create('ナンセンス & more');
    clock.millis += 60_000;
    emulator.commentAllowed = null;
    await create('weather');
    expect(emulator.comments).toEqual(['ナンセ', null]);
  });

  it('signs over what it offers: an invoice with the hash of anything else is not handed out', async () => {
    emulator.hashed = 'something else';
    await expect(create()).rejects.toEqual(new ProtocolViolation('description hash'));
    emulator.hashed = null;
    await create();
    expect(offersAsked()).toBe(2);
  });

  it('may describe its invoices in plain words', async () => {
    emulator.describes = 'text';
    expect(readInvoice((await create()).paymentRequest).description).toBe('Zahlung an shop');
  });

  it.each([
    ['Comment too long', new Rejected('description')],
    ['Amount too low', new Rejected('amount')],
    ['Something went wrong', new Unavailable(5)],
  ])('that complains with HTTP 200: %s', async (complaint, error) => {
    emulator.complaint = complaint;
    await expect(create()).rejects.toEqual(error);
  });

  it('that is nobody’s is not accepted', async () => {
    await wallet.close?.();
    wallet = open(emulator.address.replace('shop', 'nobody'));
    await expect(create()).rejects.toEqual(new CredentialInvalid());
    await expect(wallet.checkConnection(call())).rejects.toEqual(new CredentialInvalid());
  });

  it('does not lead us where the operator does not let us go', async () => {
    for (const url of ['http://localhost:1/x', 'http://169.254.169.254/latest', 'https://user@a.example/']) {
      emulator.callbackUrl = () => url;
      clock.millis += 60_000;
      await expect(create()).rejects.toEqual(new CredentialInvalid('address'));
    }
  });

  it('may have invoices made by another server that may be called', async () => {
    const other = new LnurlEmulator(node);
    await other.start();
    emulator.callbackUrl = other.callbackUrl;
    const made = await create();
    expect(new URL(made.providerRef).origin).toBe(other.url);
    expect(await stateOf(made)).toEqual({ is: 'open' });
    await other.stop();
  });

  it('keeps a bounded number of servers', async () => {
    const others = Array.from({ length: 6 }, () => new LnurlEmulator(node));
    for (const other of others) {
      await other.start();
      emulator.callbackUrl = other.callbackUrl;
      clock.millis += 60_000;
      expect(await stateOf(await create())).toEqual({ is: 'open' });
    }
    await Promise.all(others.map((other) => other.stop()));
  });

  it('says of an invoice what it knows where it offers verification, preimage included', async () => {
    const made = await create();
    expect(await stateOf(made)).toEqual({ is: 'open' });
    await node.pay(made.paymentHash);
    const preimage = node.find(made.paymentHash)?.preimage;
    expect(await stateOf(made)).toEqual({ is: 'settled', via: 'lightning', preimage });
    emulator.faults.notFoundFor = 1;
    expect(await stateOf(made)).toEqual(UNKNOWN);
  });

  it('takes a verify address that refuses us for no word, not for a wallet that refuses us', async () => {
    const made = await create();
    emulator.faults.revoked = true;
    expect(await stateOf(made)).toEqual({ is: 'unknown', because: 'unreadable' });
  });

  it('has no word on an invoice where it offers none, or one that may not be asked for', async () => {
    for (const verifyUrl of [null, () => 'http://localhost:1/x', () => 'no address']) {
      emulator.verifyUrl = verifyUrl;
      const made = await create();
      expect(made.providerRef).toMatch(/^unverifiable:/);
      await node.pay(made.paymentHash);
      expect(await stateOf(made)).toEqual(UNKNOWN);
    }
  });

  it('that verifies another invoice, or sends us astray meanwhile, has said nothing', async () => {
    const [made, other] = [await create(), await create()];
    const unreadable = { is: 'unknown', because: 'unreadable' };
    expect(await stateOf({ ...made, providerRef: other.providerRef })).toEqual(unreadable);
    expect(await stateOf({ ...made, providerRef: 'http://localhost:1/x' })).toEqual(unreadable);
  });

  it('is checked with the least that it takes, over at least a satoshi', async () => {
    const report = await wallet.checkConnection(call());
    expect(report).toEqual({ network: 'regtest', payee: null, excessPermissions: [] });
    emulator.minSendable = 5_000;
    await wallet.checkConnection(call());
    emulator.minSendable = 1;
    await wallet.checkConnection(call());
    expect(node.all().map(({ amountMsat }) => amountMsat)).toEqual([1_000n, 5_000n, 1_000n]);
    emulator.faults.spoil = 'wrong-amount';
    await expect(wallet.checkConnection(call())).rejects.toEqual(new ProtocolViolation('amount'));
  });
});
