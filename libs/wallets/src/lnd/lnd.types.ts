import { parsePaymentHash, parsePreimage, type PaymentHash, type Preimage } from '@turnpike/l402';
import { AnswerMembers } from '../answer-members.js';
import { timeInSeconds, wholeNumber } from '../whole-number.js';

const STATES = ['OPEN', 'SETTLED', 'CANCELED', 'ACCEPTED'] as const;

/** Invoices that one part of the list may have. */
export const PAGE_INVOICES_MAX = 50;

/** An invoice as LND tells it (lnrpc.Invoice). */
export interface LndInvoice {
  readonly paymentHash: PaymentHash;
  /** Empty for payments that came without an invoice. */
  readonly paymentRequest: string;
  readonly state: (typeof STATES)[number];
  readonly receivedMsat: bigint | null;
  /** Only of a settled invoice: LND tells those of open ones too, and nobody may have them. */
  readonly preimage: Preimage | null;
  readonly settledAt: Date | null;
  readonly createdAt: Date | null;
}

/** A part of LND's list of invoices. */
export interface LndInvoicePage {
  readonly invoices: readonly LndInvoice[];
  /** The add index of the oldest of them, where the next part backwards begins; 0 if there is none. */
  readonly firstIndex: bigint;
}

/** What LND says of an invoice that it made. */
export interface LndCreated {
  readonly paymentHash: PaymentHash;
  readonly paymentRequest: string;
}

/** 32 bytes in base64 of either alphabet as hex digits; null for anything else. */
export function hexOfBase64(value: unknown): string | null {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]{43}=?$/.test(value)) return null;
  return Buffer.from(value, 'base64').toString('hex');
}

/** Reads the answer to a creation. Throws `ProtocolViolation`. */
export function readCreated(value: unknown): LndCreated {
  const members = AnswerMembers.of(value);
  return { paymentHash: hashIn(members), paymentRequest: members.text('payment_request') };
}

/** Reads one invoice. Throws `ProtocolViolation` if hash or state cannot be read; the rest may be missing. */
export function readInvoiceEntry(value: unknown): LndInvoice {
  const members = AnswerMembers.of(value);
  const told = members.text('state');
  const state = STATES.find((name) => name === told);
  if (state === undefined) throw members.violation('state');
  const isSettled = state === 'SETTLED';
  const preimage = isSettled ? hexOfBase64(members.textOrNull('r_preimage')) : null;
  return {
    paymentHash: hashIn(members),
    paymentRequest: members.textOrNull('payment_request') ?? '',
    state,
    receivedMsat: isSettled ? wholeNumber(members.textOrNull('amt_paid_msat')) : null,
    preimage: parsePreimage(preimage),
    settledAt: isSettled ? timeInSeconds(members.textOrNull('settle_date')) : null,
    createdAt: timeInSeconds(members.textOrNull('creation_date')),
  };
}

/** Reads a part of the list. Throws `ProtocolViolation` if any of it cannot be read. */
export function readInvoicePage(value: unknown): LndInvoicePage {
  const members = AnswerMembers.of(value);
  return {
    invoices: members.list('invoices', PAGE_INVOICES_MAX).map(readInvoiceEntry),
    firstIndex: wholeNumber(members.textOrNull('first_index_offset')) ?? 0n,
  };
}

function hashIn(members: AnswerMembers): PaymentHash {
  const hash = parsePaymentHash(hexOfBase64(members.text('r_hash')));
  if (hash === null) throw members.violation('r_hash');
  return hash;
}
