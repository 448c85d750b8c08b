import { AnswerMembers } from '../answer-members.js';
import { ProtocolViolation } from '../wallet-errors.js';

/** A mint's word on what may be paid for tokens. The quote's id is a bearer secret unless it is locked to a key (NUT-20). */
export interface CashuQuote {
  readonly quote: string;
  readonly request: string;
  /** Null where nothing is said. */
  readonly state: 'UNPAID' | 'PENDING' | 'PAID' | 'ISSUED' | null;
  /** Whole satoshis; null where they are not counted. Newer mints say this instead of a state. */
  readonly amountPaid: number | null;
  /** The key that it is locked to, in lower case; null for an open one. */
  readonly pubkey: string | null;
}

/** What a mint says of itself, as far as it matters for receiving satoshis over Lightning. */
export interface CashuMint {
  readonly locksQuotes: boolean;
  /** Null if it mints no satoshis for Lightning payments. */
  readonly minting: { readonly minAmount: number } | null;
}

/** A mint's complaint: a number of the protocol's list, and a text. */
export interface CashuComplaint {
  readonly code: number;
  readonly detail: string;
}

const QUOTE_CHARS_MAX = 256;
const METHODS_MAX = 100;
const STATES = ['UNPAID', 'PENDING', 'PAID', 'ISSUED'] as const;

/** Reads a quote, new or looked up. */
export function readQuote(value: unknown): CashuQuote {
  const members = AnswerMembers.of(value, 'quote');
  const word = members.textOrNull('state', 20);
  const state = word === null ? null : (STATES.find((one) => one === word) ?? 'UNREADABLE');
  if (state === 'UNREADABLE') throw members.violation('state');
  return {
    quote: members.text('quote', QUOTE_CHARS_MAX),
    request: members.text('request'),
    state,
    amountPaid: members.countOrNull('amount_paid'),
    pubkey: members.textOrNull('pubkey', 66)?.toLowerCase() ?? null,
  };
}

/** Reads what a mint says of itself (NUT-06). */
export function readMint(value: unknown): CashuMint {
  const nuts = AnswerMembers.of(value, 'mint').object('nuts');
  const minting = nuts.objectOrNull('4');
  const methods = minting?.list('methods', METHODS_MAX) ?? [];
  const isOff = minting?.flagOrNull('disabled') ?? false;
  const found = methods
    .map((one) => AnswerMembers.of(one, 'method'))
    .find((one) => one.textOrNull('method') === 'bolt11' && one.textOrNull('unit') === 'sat');
  return {
    locksQuotes: nuts.objectOrNull('20')?.flagOrNull('supported') ?? false,
    minting: found === undefined || isOff ? null : { minAmount: found.countOrNull('min_amount') ?? 0 },
  };
}

/** Reads the body of an error: `{detail, code}`. Never throws. */
export function readComplaint(value: unknown): CashuComplaint {
  try {
    const members = AnswerMembers.of(value, 'error');
    return { code: members.countOrNull('code') ?? 0, detail: members.textOrNull('detail', 1_000) ?? '' };
  } catch (error) {
    if (!(error instanceof ProtocolViolation)) throw error;
    return { code: 0, detail: '' };
  }
}
