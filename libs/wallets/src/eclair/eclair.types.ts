import { parsePreimage, type Network, type Preimage } from '@turnpike/l402';
import { AnswerMembers } from '../answer-members.js';

/** An invoice as eclair made it. */
export interface EclairInvoice {
  readonly serialized: string;
  readonly paymentHash: string;
}

/** What eclair knows of an invoice. */
export interface EclairReceived {
  /** `pending` is eclair's word for one that nobody has paid. */
  readonly type: 'pending' | 'received' | 'expired';
  readonly receivedMsat: bigint | null;
  readonly receivedAt: Date | null;
  /** There only if it was paid: eclair shows it from the start. */
  readonly preimage: Preimage | null;
}

/** Who and where the node is. */
export interface EclairNode {
  readonly nodeId: string;
  readonly network: Network;
}

const NETWORKS: Readonly<Record<string, Network>> = {
  mainnet: 'mainnet',
  testnet: 'testnet',
  testnet4: 'testnet',
  signet: 'signet',
  regtest: 'regtest',
};

/** Reads an invoice, new or found. */
export function readEclairInvoice(value: unknown): EclairInvoice {
  const members = AnswerMembers.of(value, 'invoice');
  return { serialized: members.text('serialized'), paymentHash: members.text('paymentHash', 64) };
}

/** Reads what became of an invoice. The hash inside has to be the one that was asked about. */
export function readReceived(value: unknown, paymentHash: string): EclairReceived {
  const members = AnswerMembers.of(value, 'payment');
  // Before version 0.8 the invoice was called a payment request.
  const invoice = members.objectOrNull('invoice') ?? members.object('paymentRequest');
  if (invoice.text('paymentHash', 64).toLowerCase() !== paymentHash) throw invoice.violation('paymentHash');
  const status = members.object('status');
  const type = status.text('type', 20);
  if (type === 'pending' || type === 'expired')
    return { type, receivedMsat: null, receivedAt: null, preimage: null };
  if (type !== 'received') throw status.violation('type');
  return {
    type,
    receivedMsat: BigInt(status.count('amount')),
    receivedAt: status.objectOrNull('receivedAt')?.dateOrNull('iso') ?? null,
    preimage: parsePreimage(members.textOrNull('paymentPreimage')),
  };
}

/** Reads what the node says of itself. */
export function readEclairNode(value: unknown): EclairNode {
  const members = AnswerMembers.of(value, 'node');
  const nodeId = members.text('nodeId', 66).toLowerCase();
  const network = NETWORKS[members.text('network', 20)];
  if (!/^0[23][0-9a-f]{64}$/.test(nodeId)) throw members.violation('nodeId');
  if (network === undefined) throw members.violation('network');
  return { nodeId, network };
}

/** The payment that an event tells of; null for the many events that tell of none. */
export function readPaymentReceived(value: unknown): string | null {
  const members = AnswerMembers.of(value, 'event');
  return members.textOrNull('type') === 'payment-received' ? members.text('paymentHash', 64) : null;
}
