import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { Deadline } from '../deadline.js';
import { ProtocolViolation } from '../wallet-errors.js';
import type { InvoiceReference, InvoiceState } from '../wallet-provider.js';
import type { ClnClient } from './cln.client.js';
import { ClnProvider } from './cln.provider.js';
import { readCreated, readInvoiceEntry, readInvoiceList } from './cln.types.js';

const hash = 'fb'.repeat(32);
const entry = {
  label: 'challenge',
  payment_hash: hash,
  bolt11: 'lnbcrt1',
  status: 'paid',
  amount_received_msat: 21_000,
  payment_preimage: '0a'.repeat(32),
  paid_at: 1_795_176_000,
  pay_index: 7,
  updated_index: 9,
};

async function wordOn(answer: object, paymentHash = hash): Promise<InvoiceState | undefined> {
  const client = { findInvoices: () => Promise.resolve([readInvoiceEntry(answer)]) } as unknown as ClnClient;
  const asked = parsePaymentHash(paymentHash) as PaymentHash;
  const now = new Date();
  const ref: InvoiceReference = {
    paymentHash: asked,
    providerRef: '',
    paymentRequest: '',
    createdAt: now,
    expiresAt: now,
  };
  const call = { deadline: Deadline.in(1_000), signal: AbortSignal.timeout(1_000) };
  return (await new ClnProvider(client, '', null).lookUpInvoices([ref], call)).get(asked);
}

describe("Core Lightning's JSON", () => {
  it('tells of a paid invoice what was paid, when, in which order, and its preimage', () => {
    expect(readInvoiceEntry(entry)).toEqual({
      label: 'challenge',
      paymentHash: hash,
      bolt11: 'lnbcrt1',
      status: 'paid',
      receivedMsat: 21_000n,
      preimage: '0a'.repeat(32),
      paidAt: new Date(1_795_176_000_000),
      payIndex: 7n,
      isOnchain: false,
      updatedIndex: 9n,
    });
  });

  it('may have amounts as texts', () => {
    expect(readInvoiceEntry({ ...entry, amount_received_msat: '21000msat' }).receivedMsat).toBe(21_000n);
  });

  it.each(['unpaid', 'expired'])('gives no preimage away of one that is %s', (status) => {
    const nothing = { receivedMsat: null, preimage: null, paidAt: null, payIndex: null };
    expect(readInvoiceEntry({ ...entry, status })).toMatchObject({ status, ...nothing });
  });

  it('may leave out all but label, hash and status, or have them unreadable', () => {
    const odd = { amount_received_msat: -1, payment_preimage: 'x', paid_at: 1e300, pay_index: 1.5 };
    for (const rest of [{}, odd]) {
      const read = readInvoiceEntry({ label: 'a', payment_hash: hash, status: 'paid', ...rest });
      expect(read).toMatchObject({
        receivedMsat: null,
        preimage: null,
        paidAt: null,
        payIndex: null,
        bolt11: null,
      });
    }
  });

  it.each([
    ['no object', 'x'],
    ['no label', { ...entry, label: undefined }],
    ['a hash in upper case', { ...entry, payment_hash: hash.toUpperCase() }],
    ['no hash', { ...entry, payment_hash: null }],
    ['a status that is not known', { ...entry, status: 'settled' }],
    ['a number for an invoice', { ...entry, bolt11: 7 }],
  ])('is refused with %s', (_what, value) => {
    expect(() => readInvoiceEntry(value)).toThrow(ProtocolViolation);
    expect(() => readInvoiceList({ invoices: [value] })).toThrow(ProtocolViolation);
  });

  it('is refused with more invoices than were asked for, and without those that were', () => {
    expect(() => readInvoiceList({ invoices: Array(101).fill(entry) })).toThrow(ProtocolViolation);
    expect(() => readInvoiceList({})).toThrow(ProtocolViolation);
    expect(() => readCreated({ payment_hash: hash })).toThrow(ProtocolViolation);
  });
});

describe('the word of Core Lightning', () => {
  it('is about the invoice that was asked about, or says nothing', async () => {
    expect(await wordOn(entry)).toMatchObject({ is: 'settled', via: 'lightning' });
    expect(await wordOn(entry, '5a'.repeat(32))).toEqual({ is: 'unknown', because: 'unreadable' });
  });

  it('tells what was paid on the chain', async () => {
    const paid_outpoint = { txid: '00'.repeat(32), outnum: 0 };
    expect(await wordOn({ ...entry, paid_outpoint })).toMatchObject({ is: 'settled', via: 'onchain' });
  });
});
