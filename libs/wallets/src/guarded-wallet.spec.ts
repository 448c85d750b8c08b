import { randomUUID } from 'node:crypto';
import { ManualClock } from '@turnpike/config';
import {
  hashPreimage,
  parsePaymentHash,
  parsePreimage,
  type PaymentHash,
  type Preimage,
} from '@turnpike/l402';
import { ScriptedWallet } from '../../../test/support/scripted-wallet.js';
import { Deadline } from './deadline.js';
import { GuardedWallet } from './guarded-wallet.js';
import { AskedInPart } from './look-up-each.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  Rejected,
  Unavailable,
  UnknownOutcome,
} from './wallet-errors.js';
import type { InvoiceReference, InvoiceRequest } from './wallet-provider.js';

const clock = new ManualClock(new Date('2026-11-20T12:00:00Z'));
const hashOf = (digit: number): PaymentHash =>
  parsePaymentHash(digit.toString(16).padStart(64, '0')) as PaymentHash;

function guard(): { inner: ScriptedWallet; wallet: GuardedWallet } {
  const inner = new ScriptedWallet(clock);
  return { inner, wallet: new GuardedWallet(inner, ['regtest'], clock) };
}

const soon = (): Deadline => Deadline.in(5_000);
const request = (change: Partial<InvoiceRequest> = {}): InvoiceRequest => ({
  challengeId: randomUUID(),
  amountMsat: 1_000n,
  description: 'weather',
  expirySeconds: 600,
  ...change,
});
const referenceTo = (paymentHash: PaymentHash): InvoiceReference => ({
  paymentHash,
  providerRef: paymentHash,
  paymentRequest: '',
  createdAt: clock.now(),
  expiresAt: clock.now(),
});

describe('GuardedWallet, creating', () => {
  it('judges every invoice', async () => {
    const { inner, wallet } = guard();
    inner.change = { amountMsat: 999n };
    await expect(wallet.createInvoice(request(), soon())).rejects.toThrow(ProtocolViolation);
  });

  it('holds the wallet to the payee that it is pinned to', async () => {
    const { inner, wallet } = guard();
    inner.traits = { ...inner.traits, fixedPayee: inner.payee };
    await expect(wallet.createInvoice(request(), soon())).resolves.toBeDefined();
    inner.traits = { ...inner.traits, fixedPayee: `02${'33'.repeat(32)}` };
    await expect(wallet.createInvoice(request(), soon())).rejects.toMatchObject({ why: 'payee' });
  });

  it('cuts the description to the bytes that the wallet has room for', async () => {
    const { inner, wallet } = guard();
    await wallet.createInvoice(request({ description: 'ナ'.repeat(100) }), soon());
    expect(inner.asked[0]?.description).toBe('ナ'.repeat(66));
  });

  it('asks a wallet that makes one invoice per challenge once more when no answer came', async () => {
    const { inner, wallet } = guard();
    inner.traits = { ...inner.traits, idempotentCreation: true };
    inner.failures.push(new UnknownOutcome());
    await expect(wallet.createInvoice(request(), soon())).resolves.toBeDefined();
    expect(inner.asked).toHaveLength(2);
    expect(inner.asked[0]).toEqual(inner.asked[1]);

    inner.failures.push(new UnknownOutcome(), new UnknownOutcome());
    await expect(wallet.createInvoice(request(), soon())).rejects.toThrow(UnknownOutcome);
    expect(inner.asked).toHaveLength(4);
  });

  it('never asks any other wallet twice, nor for any other failure', async () => {
    const { inner, wallet } = guard();
    inner.failures.push(new UnknownOutcome());
    await expect(wallet.createInvoice(request(), soon())).rejects.toThrow(UnknownOutcome);
    inner.traits = { ...inner.traits, idempotentCreation: true };
    for (const failure of [new Unavailable(1), new CredentialInvalid(), new Rejected('amount')]) {
      inner.failures.push(failure);
      await expect(wallet.createInvoice(request(), soon())).rejects.toBe(failure);
    }
    expect(inner.asked).toHaveLength(4);
  });
});

describe('GuardedWallet, looking up', () => {
  it('asks in batches of the size that the wallet takes', async () => {
    const { inner, wallet } = guard();
    const refs = Array.from({ length: 120 }, (_, digit) => referenceTo(hashOf(digit)));
    const states = await wallet.lookUpInvoices(refs, soon());
    expect(inner.lookedUp.map((batch) => batch.length)).toEqual([50, 50, 20]);
    expect(states.size).toBe(120);
  });

  it('answers for what was asked about and for nothing else', async () => {
    const { inner, wallet } = guard();
    inner.states.set(hashOf(1), { is: 'open' });
    inner.states.set(hashOf(2), { is: 'settled', via: 'lightning' });
    const states = await wallet.lookUpInvoices([referenceTo(hashOf(1)), referenceTo(hashOf(3))], soon());
    expect([...states]).toEqual([
      [hashOf(1), { is: 'open' }],
      [hashOf(3), { is: 'unknown', because: 'partial-answer' }],
    ]);
  });

  it('drops a preimage that does not hash right and keeps the settlement', async () => {
    const { inner, wallet } = guard();
    const preimage = parsePreimage('07'.repeat(32)) as Preimage;
    const right = hashPreimage(preimage);
    inner.states.set(right, { is: 'settled', via: 'lightning', preimage });
    inner.states.set(hashOf(4), { is: 'settled', via: 'internal', preimage });
    const states = await wallet.lookUpInvoices([referenceTo(right), referenceTo(hashOf(4))], soon());
    expect(states.get(right)).toEqual({ is: 'settled', via: 'lightning', preimage });
    expect(states.get(hashOf(4))).toEqual({ is: 'settled', via: 'internal' });
  });

  it('takes no amount for one that nobody can have received: then the word is unknown, and its neighbours keep theirs', async () => {
    const { inner, wallet } = guard();
    const max = 21_000_000n * 100_000_000n * 1_000n;
    const amounts = [max, max + 1n, 2n ** 63n, 99_999_999_999_999_999_999n, -1n, 0n];
    amounts.forEach((receivedMsat, digit) =>
      inner.states.set(hashOf(digit), { is: 'settled', via: 'lightning', receivedMsat }),
    );
    const refs = amounts.map((_, digit) => referenceTo(hashOf(digit)));
    const states = await wallet.lookUpInvoices(refs, soon());
    const unreadable = { is: 'unknown', because: 'unreadable' };
    expect([...states.values()]).toEqual([
      { is: 'settled', via: 'lightning', receivedMsat: max },
      ...Array.from({ length: 4 }, () => unreadable),
      { is: 'settled', via: 'lightning', receivedMsat: 0n },
    ]);
  });

  it('holds what was asked about before a budget ended to the same', async () => {
    const { inner, wallet } = guard();
    const states = new Map([
      [hashOf(1), { is: 'settled', via: 'lightning', receivedMsat: 2n ** 64n }],
    ] as const);
    inner.lookUpFailure = new AskedInPart(states, { retryAfterSeconds: 1 });
    const read = await wallet.lookUpInvoices([referenceTo(hashOf(1)), referenceTo(hashOf(2))], soon());
    expect([...read]).toEqual([[hashOf(1), { is: 'unknown', because: 'unreadable' }]]);
  });

  it.each([new ProtocolViolation('not JSON'), new Rejected('request')])(
    'makes unknown of an answer that is no answer: %s',
    async (failure) => {
      const { inner, wallet } = guard();
      inner.lookUpFailure = failure;
      const states = await wallet.lookUpInvoices([referenceTo(hashOf(1))], soon());
      expect([...states.values()]).toEqual([{ is: 'unknown', because: 'unreadable' }]);
    },
  );

  it('throws when no answer came', async () => {
    const { inner, wallet } = guard();
    inner.lookUpFailure = new Error('anything');
    await expect(wallet.lookUpInvoices([referenceTo(hashOf(1))], soon())).rejects.toThrow(UnknownOutcome);
  });
});
