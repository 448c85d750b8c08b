import { parsePaymentHash, parsePreimage, type PaymentHash, type Preimage } from '@turnpike/l402';
import { AnswerMembers } from '../answer-members.js';
import { timeInSeconds, wholeNumber } from '../whole-number.js';

const STATUSES = ['unpaid', 'paid', 'expired'] as const;

/** Invoices that one part of the list may have. */
export const PAGE_INVOICES_MAX = 100;

/** An invoice as Core Lightning tells it (`listinvoices`, `waitanyinvoice`). */
export interface ClnInvoice {
  readonly label: string;
  readonly paymentHash: PaymentHash;
  /** Null for offers, which have no BOLT 11 text. */
  readonly bolt11: string | null;
  readonly status: (typeof STATUSES)[number];
  /** The following only once it is paid. */
  readonly receivedMsat: bigint | null;
  readonly preimage: Preimage | null;
  readonly paidAt: Date | null;
  readonly payIndex: bigint | null;
  /** Whether it was paid on the chain, by an address that it bore. */
  readonly isOnchain: boolean;
  /** Counts changes of invoices; null if there was none since indexes are counted. */
  readonly updatedIndex: bigint | null;
}

/** What Core Lightning says of an invoice that it made. */
export interface ClnCreated {
  readonly paymentHash: PaymentHash;
  readonly bolt11: string;
}

/** Reads the answer to a creation. Throws `ProtocolViolation`. */
export function readCreated(value: unknown): ClnCreated {
  const members = AnswerMembers.of(value);
  return { paymentHash: hashIn(members), bolt11: members.text('bolt11') };
}

/** Reads one invoice. Throws `ProtocolViolation` if label, hash or status cannot be read; the rest may be missing. */
export function readInvoiceEntry(value: unknown): ClnInvoice {
  const members = AnswerMembers.of(value);
  const told = members.text('status');
  const status = STATUSES.find((name) => name === told);
  if (status === undefined) throw members.violation('status');
  const isPaid = status === 'paid';
  const raw = value as Readonly<Record<string, unknown>>;
  return {
    label: members.text('label'),
    paymentHash: hashIn(members),
    bolt11: members.textOrNull('bolt11'),
    status,
    receivedMsat: isPaid ? millisats(raw['amount_received_msat']) : null,
    preimage: isPaid ? parsePreimage(raw['payment_preimage']) : null,
    paidAt: isPaid ? timeInSeconds(raw['paid_at']) : null,
    payIndex: isPaid ? wholeNumber(raw['pay_index']) : null,
    isOnchain: isPaid && typeof raw['paid_outpoint'] === 'object' && raw['paid_outpoint'] !== null,
    updatedIndex: wholeNumber(raw['updated_index']),
  };
}

/** Reads a list of invoices. Throws `ProtocolViolation` if any of it cannot be read, or if it is too long. */
export function readInvoiceList(value: unknown): readonly ClnInvoice[] {
  return AnswerMembers.of(value).list('invoices', PAGE_INVOICES_MAX).map(readInvoiceEntry);
}

/** Amounts are numbers; they used to be texts such as `1000msat`. */
function millisats(value: unknown): bigint | null {
  return wholeNumber(typeof value === 'string' ? value.replace(/msat$/, '') : value);
}

function hashIn(members: AnswerMembers): PaymentHash {
  const hash = parsePaymentHash(members.text('payment_hash'));
  if (hash === null) throw members.violation('payment_hash');
  return hash;
}
