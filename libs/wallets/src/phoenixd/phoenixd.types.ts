import {
  parsePaymentHash,
  parsePreimage,
  type Network,
  type PaymentHash,
  type Preimage,
} from '@turnpike/l402';
import { AnswerMembers } from '../answer-members.js';
import { ProtocolViolation } from '../wallet-errors.js';

/** The most that one page of a list holds. */
export const PAGE_MAX = 100;

/** An invoice that phoenixd made. */
export interface PhoenixdInvoice {
  readonly serialized: string;
  readonly paymentHash: string;
}

/** What phoenixd knows of an invoice that it made. */
export interface PhoenixdPayment {
  readonly paymentHash: PaymentHash;
  readonly isPaid: boolean;
  readonly isExpired: boolean;
  /** Null where the payer was to choose. */
  readonly requestedMsat: bigint | null;
  /** What arrived, in whole satoshis, what liquidity cost already taken off. */
  readonly receivedSat: bigint;
  readonly feesMsat: bigint;
  readonly completedAt: Date | null;
  /** There only if it was paid: phoenixd shows it from the start. */
  readonly preimage: Preimage | null;
  readonly invoice: string | null;
}

/** Who and where the node is. */
export interface PhoenixdNode {
  readonly nodeId: string;
  readonly network: Network;
}

const NETWORKS: Readonly<Record<string, Network>> = {
  mainnet: 'mainnet',
  testnet: 'testnet',
  testnet3: 'testnet',
  testnet4: 'testnet',
  signet: 'signet',
  regtest: 'regtest',
};

/** Reads the answer to a new invoice. */
export function readInvoiceMade(value: unknown): PhoenixdInvoice {
  const members = AnswerMembers.of(value, 'invoice');
  return { serialized: members.text('serialized'), paymentHash: members.text('paymentHash', 64) };
}

/** Reads one incoming payment, paid or not. A preimage comes out only of one that is paid. */
export function readPayment(value: unknown): PhoenixdPayment {
  const members = AnswerMembers.of(value, 'payment');
  const paymentHash = parsePaymentHash(members.text('paymentHash', 64).toLowerCase());
  if (paymentHash === null) throw members.violation('paymentHash');
  const isPaid = members.flag('isPaid');
  const requestedSat = members.countOrNull('requestedSat');
  return {
    paymentHash,
    isPaid,
    isExpired: members.flagOrNull('isExpired') ?? false,
    requestedMsat: requestedSat === null ? null : BigInt(requestedSat) * 1_000n,
    receivedSat: BigInt(members.count('receivedSat')),
    feesMsat: BigInt(members.countOrNull('fees') ?? 0),
    completedAt: members.millisOrNull('completedAt'),
    preimage: isPaid ? parsePreimage(members.textOrNull('preimage')) : null,
    invoice: members.textOrNull('invoice'),
  };
}

/** Reads a page of incoming payments. One that cannot be read is null: it costs the others nothing. */
export function readPayments(value: unknown): readonly (PhoenixdPayment | null)[] {
  if (!Array.isArray(value) || value.length > PAGE_MAX) throw new ProtocolViolation('payments are no list');
  return value.map((one: unknown) => {
    try {
      return readPayment(one);
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error;
      return null;
    }
  });
}

/** Reads what the node says of itself. */
export function readNode(value: unknown): PhoenixdNode {
  const members = AnswerMembers.of(value, 'node');
  const nodeId = members.text('nodeId', 66).toLowerCase();
  const network = NETWORKS[members.text('chain', 20).toLowerCase()];
  if (!/^0[23][0-9a-f]{64}$/.test(nodeId)) throw members.violation('nodeId');
  if (network === undefined) throw members.violation('chain');
  return { nodeId, network };
}

/** What a notice tells, by webhook or web socket. */
export interface PhoenixdNotice {
  readonly paymentHash: PaymentHash;
  readonly at: Date | null;
}

/** Reads a notice; null if it tells of no payment received. Throws `ProtocolViolation` for what is none. */
export function readPaymentNotice(value: unknown): PhoenixdNotice | null {
  const members = AnswerMembers.of(value, 'notice');
  if (members.textOrNull('type') !== 'payment_received') return null;
  const paymentHash = parsePaymentHash(members.text('paymentHash', 64).toLowerCase());
  if (paymentHash === null) throw members.violation('paymentHash');
  return { paymentHash, at: members.millisOrNull('timestamp') };
}
