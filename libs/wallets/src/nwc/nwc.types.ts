import { parsePaymentHash, parsePreimage, type PaymentHash, type Preimage } from '@turnpike/l402';
import { AnswerMembers } from '../answer-members.js';
import { ProtocolViolation } from '../wallet-errors.js';
import type { InvoiceState } from '../wallet-provider.js';

/** A transaction as wallets tell of it (NIP-47), as far as we use it. */
export interface NwcTransaction {
  readonly paymentHash: PaymentHash;
  /** False for a payment that the wallet made. */
  readonly isIncoming: boolean;
  /** Null where the wallet gives none. */
  readonly state: string | null;
  readonly paymentRequest: string | null;
  readonly amountMsat: bigint | null;
  /** Read only if the transaction is settled: some wallets tell it before. */
  readonly preimage: Preimage | null;
  /** Seconds since 1970; 0 counts as absent. */
  readonly settledAt: number | null;
  readonly createdAt: number | null;
  readonly expiresAt: number | null;
  /** The challenge that we asked the invoice for, if the wallet kept our metadata. */
  readonly challengeId: string | null;
}

const PAYMENT_REQUEST_CHARS_MAX = 8_192;
const LAST_SECOND = 253_402_300_799;

/** Reads a transaction. Throws `ProtocolViolation`. */
export function readTransaction(members: AnswerMembers): NwcTransaction {
  const paymentHash = parsePaymentHash(members.text('payment_hash', 64).toLowerCase());
  if (paymentHash === null) throw members.violation('payment_hash');
  const amount = members.countOrNull('amount');
  const [state, settledAt] = [members.textOrNull('state', 40), secondsOf(members, 'settled_at')];
  const isSettled = isSettledBy(state, settledAt);
  return {
    paymentHash,
    isIncoming: (members.textOrNull('type', 40) ?? 'incoming') === 'incoming',
    state: state === '' ? null : (state?.toLowerCase() ?? null),
    paymentRequest: members.textOrNull('invoice', PAYMENT_REQUEST_CHARS_MAX),
    amountMsat: amount === null ? null : BigInt(amount),
    preimage: isSettled ? parsePreimage(members.textOrNull('preimage')) : null,
    settledAt,
    createdAt: secondsOf(members, 'created_at'),
    expiresAt: secondsOf(members, 'expires_at'),
    challengeId: challengeIn(members),
  };
}

/** Reads an entry of a list; null if it is no transaction. One that cannot be read costs no other. */
export function readListed(value: unknown): NwcTransaction | null {
  try {
    return readTransaction(AnswerMembers.of(value, 'transaction'));
  } catch (error) {
    if (error instanceof ProtocolViolation) return null;
    throw error;
  }
}

/** The time at which a transaction was settled; null if it was not, or nobody knows. */
export function settledSeconds({ state, settledAt, createdAt }: NwcTransaction): number | null {
  return isSettledBy(state, settledAt) ? (settledAt ?? createdAt) : null;
}

/**
 * The wallet's word on an invoice that it was asked about. The state is optional, and without it the time of settlement
 * decides; an answer that says neither, is about a payment of its own or another invoice, or contradicts itself, leaves
 * the invoice unknown.
 */
export function stateIn(transaction: NwcTransaction, paymentHash: PaymentHash, now: Date): InvoiceState {
  const { state, settledAt, amountMsat, preimage, expiresAt } = transaction;
  if (transaction.paymentHash !== paymentHash || !transaction.isIncoming) return unreadable;
  if (isSettledBy(state, settledAt)) {
    return {
      is: 'settled',
      ...(amountMsat === null ? {} : { receivedMsat: amountMsat }),
      ...(preimage === null ? {} : { preimage }),
      ...(settledAt === null ? {} : { settledAt: new Date(settledAt * 1000) }),
      via: 'lightning',
    };
  }
  // Not settled, and yet with a time of settlement: nobody can tell.
  if (settledAt !== null) return state === 'pending' || state === 'accepted' ? { is: 'pending' } : unreadable;
  switch (state) {
    case 'pending':
      return { is: 'open' };
    case 'accepted':
      return { is: 'pending' };
    case 'expired':
      return { is: 'expired' };
    case 'failed':
      return { is: 'cancelled' };
    case null:
      // What is unpaid has no time of settlement; but an answer that says next to nothing says not even that.
      if (amountMsat === null || transaction.createdAt === null)
        return { is: 'unknown', because: 'partial-answer' };
      return { is: expiresAt !== null && expiresAt * 1000 <= now.getTime() ? 'expired' : 'open' };
    default:
      return unreadable;
  }
}

const unreadable: InvoiceState = Object.freeze({ is: 'unknown', because: 'unreadable' });

function isSettledBy(state: string | null, settledAt: number | null): boolean {
  return state === null || state === '' ? settledAt !== null : state.toLowerCase() === 'settled';
}

function secondsOf(members: AnswerMembers, name: string): number | null {
  const seconds = members.countOrNull(name);
  if (seconds === null || seconds === 0) return null;
  if (seconds > LAST_SECOND) throw members.violation(name);
  return seconds;
}

function challengeIn(members: AnswerMembers): string | null {
  try {
    return members.objectOrNull('metadata')?.textOrNull('challenge', 64) ?? null;
  } catch (error) {
    // Metadata may be anything: nothing but a lost answer's recovery depends on it.
    if (error instanceof ProtocolViolation) return null;
    throw error;
  }
}
