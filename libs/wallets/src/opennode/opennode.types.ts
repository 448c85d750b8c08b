import { AnswerMembers } from '../answer-members.js';
import { ProtocolViolation } from '../wallet-errors.js';

/** The states of a charge. */
export const CHARGE_STATUSES = ['unpaid', 'processing', 'paid', 'underpaid', 'refunded', 'expired'] as const;

/** What OpenNode says of a charge. */
export interface OpenNodeCharge {
  readonly id: string;
  /** Null for a status that we do not know. */
  readonly status: (typeof CHARGE_STATUSES)[number] | null;
  /** In satoshis. */
  readonly amountSat: number | null;
  /** The BOLT 11 text, null where there is none. */
  readonly payreq: string | null;
  readonly expiresAt: Date | null;
  readonly settledAt: Date | null;
  /** Whether transactions on the chain are named. */
  readonly isOnchain: boolean;
}

const ID = /^[\w-]{1,64}$/;
const TRANSACTIONS_MAX = 1_000;

/** Whether that is of the form of OpenNode's ids, which go into paths. */
export function isChargeId(text: string): boolean {
  return ID.test(text);
}

/** Reads a charge, new or looked up. */
export function readCharge(value: unknown): OpenNodeCharge {
  const data = AnswerMembers.of(value).object('data');
  const id = data.text('id');
  if (!isChargeId(id)) throw new ProtocolViolation('the id of a charge');
  const status = data.textOrNull('status');
  const lightning = data.objectOrNull('lightning_invoice');
  return {
    id,
    status: CHARGE_STATUSES.find((word) => word === status) ?? null,
    amountSat: data.countOrNull('amount'),
    payreq: lightning?.textOrNull('payreq') ?? null,
    expiresAt: readSeconds(lightning, 'expires_at'),
    settledAt: readSeconds(lightning, 'settled_at'),
    isOnchain: hasEntries(data, 'transactions'),
  };
}

function readSeconds(members: AnswerMembers | null, name: string): Date | null {
  const seconds = members?.countOrNull(name) ?? null;
  return seconds === null ? null : new Date(seconds * 1_000);
}

function hasEntries(members: AnswerMembers, name: string): boolean {
  return members.names.includes(name) && members.list(name, TRANSACTIONS_MAX).length > 0;
}
