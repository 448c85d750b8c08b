import { SystemClock } from '@turnpike/config';
import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { Deadline } from '../deadline.js';
import { ProtocolViolation } from '../wallet-errors.js';
import type { InvoiceReference } from '../wallet-provider.js';
import type { LndClient } from './lnd.client.js';
import { LndProvider } from './lnd.provider.js';
import { hexOfBase64, readCreated, readInvoiceEntry, readInvoicePage } from './lnd.types.js';

const hex = 'fb'.repeat(32);
const base64 = Buffer.from(hex, 'hex').toString('base64');
const entry = {
  r_hash: base64,
  state: 'SETTLED',
  payment_request: 'lnbcrt1',
  r_preimage: base64,
  amt_paid_msat: '21000',
  settle_date: '1795176000',
  creation_date: '1795175000',
};

describe("LND's JSON", () => {
  it('has bytes in base64 of either alphabet, padded or not', () => {
    const urlSafe = Buffer.from(hex, 'hex').toString('base64url');
    for (const text of [base64, urlSafe, base64.replace('=', '')]) expect(hexOfBase64(text)).toBe(hex);
    for (const odd of [hex, '', null, 7, `${base64}=`, base64.slice(4), ` ${base64}`])
      expect(hexOfBase64(odd)).toBeNull();
  });

  it('tells of a settled invoice what was paid, when, and its preimage', () => {
    expect(readInvoiceEntry(entry)).toEqual({
      paymentHash: hex,
      paymentRequest: 'lnbcrt1',
      state: 'SETTLED',
      receivedMsat: 21_000n,
      preimage: hex,
      settledAt: new Date(1_795_176_000_000),
      createdAt: new Date(1_795_175_000_000),
    });
  });

  it.each(['OPEN', 'CANCELED', 'ACCEPTED'])('gives no preimage away of one that is %s', (state) => {
    const nothing = { receivedMsat: null, preimage: null, settledAt: null };
    expect(readInvoiceEntry({ ...entry, state })).toMatchObject({ state, ...nothing });
  });

  it('may leave out all but hash and state, or have them unreadable', () => {
    const odd = { amt_paid_msat: '-1', r_preimage: 'x', settle_date: '99999999999999999999' };
    for (const rest of [{}, odd]) {
      const read = readInvoiceEntry({ r_hash: base64, state: 'SETTLED', ...rest });
      expect(read).toMatchObject({ receivedMsat: null, preimage: null, settledAt: null, paymentRequest: '' });
    }
  });

  it.each([
    ['no object', null],
    ['a list', []],
    ['no hash', { ...entry, r_hash: undefined }],
    ['a hash of another length', { ...entry, r_hash: 'AAAA' }],
    ['a number for a hash', { ...entry, r_hash: 7 }],
    ['no state', { ...entry, state: undefined }],
    ['a state that is not known', { ...entry, state: 'PAID' }],
    ['a number for an amount', { ...entry, amt_paid_msat: 21_000 }],
  ])('is refused with %s', (_what, value) => {
    expect(() => readInvoiceEntry(value)).toThrow(ProtocolViolation);
    expect(() => readInvoicePage({ invoices: [value] })).toThrow(ProtocolViolation);
  });

  it('is refused with more invoices than were asked for, and without those that were', () => {
    expect(() => readInvoicePage({ invoices: Array(51).fill(entry) })).toThrow(ProtocolViolation);
    expect(() => readInvoicePage({})).toThrow(ProtocolViolation);
    expect(() => readCreated({ r_hash: base64, payment_request: '' })).toThrow(ProtocolViolation);
  });
});

describe('an answer about another invoice', () => {
  it('says nothing about the one that was asked about', async () => {
    const client = { findInvoice: () => Promise.resolve(readInvoiceEntry(entry)) } as unknown as LndClient;
    const settings = { macaroon: '', nodePreimage: false, private: false, payee: null };
    const wallet = new LndProvider(client, settings, new SystemClock());
    const paymentHash = parsePaymentHash('5a'.repeat(32)) as PaymentHash;
    const now = new Date();
    const ref: InvoiceReference = {
      paymentHash,
      providerRef: '',
      paymentRequest: '',
      createdAt: now,
      expiresAt: now,
    };
    const call = { deadline: Deadline.in(1_000), signal: AbortSignal.timeout(1_000) };
    expect(await wallet.lookUpInvoices([ref], call)).toEqual(
      new Map([[paymentHash, { is: 'unknown', because: 'unreadable' }]]),
    );
  });
});
