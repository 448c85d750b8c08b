import { AnswerMembers } from '../answer-members.js';
import { ProtocolViolation } from '../wallet-errors.js';
import { PAGE_MAX, readBitcoin, readId, readWord } from './strike.types.js';

/** An invoice to quote for; its state null if we do not know it. */
export interface StrikeInvoice {
  readonly invoiceId: string;
  readonly state: 'UNPAID' | 'PENDING' | 'PAID' | 'CANCELLED' | null;
  readonly amountMsat: bigint | null;
}

/** A quote: the payment request of an invoice, for as long as the quote lives. */
export interface StrikeQuote {
  readonly lnInvoice: string;
  readonly expirationInSec: number;
  readonly sourceMsat: bigint | null;
}

/** Reads an invoice. */
export function readStrikeInvoice(value: unknown): StrikeInvoice {
  const members = AnswerMembers.of(value, 'invoice');
  return {
    invoiceId: readId(members, 'invoiceId'),
    state: readWord(members.textOrNull('state'), ['UNPAID', 'PENDING', 'PAID', 'CANCELLED']),
    amountMsat: readBitcoin(members.objectOrNull('amount')),
  };
}

/** Reads a page of invoices. */
export function readStrikeInvoices(value: unknown): readonly StrikeInvoice[] {
  return AnswerMembers.of(value).list('items', PAGE_MAX).map(readStrikeInvoice);
}

/** Reads a quote; one without a life span is refused. */
export function readQuote(value: unknown): StrikeQuote {
  const members = AnswerMembers.of(value);
  const expirationInSec = members.countOrNull('expirationInSec');
  if (expirationInSec === null) throw new ProtocolViolation('expirationInSec is missing');
  const sourceMsat = readBitcoin(members.objectOrNull('sourceAmount'));
  return { lnInvoice: members.text('lnInvoice'), expirationInSec, sourceMsat };
}
