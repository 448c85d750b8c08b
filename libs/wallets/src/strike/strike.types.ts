import { parsePaymentHash, parsePreimage, type PaymentHash, type Preimage } from '@turnpike/l402';
import { AnswerMembers } from '../answer-members.js';
import { ProtocolViolation } from '../wallet-errors.js';
import { msatOfBtc } from './btc-amount.js';

/** The currencies that Strike credits. */
export const STRIKE_CURRENCIES = ['BTC', 'USD', 'EUR', 'USDT', 'GBP', 'AUD'] as const;

/** A currency that Strike credits. */
export type StrikeCurrency = (typeof STRIKE_CURRENCIES)[number];

/** The most that one page of a list holds. */
export const PAGE_MAX = 100;

const SUBSCRIPTIONS_MAX = 1_000;
const UNREADABLE = {
  state: null,
  type: 'LIGHTNING',
  receivedMsat: null,
  completed: null,
  paymentHash: null,
  preimage: null,
} as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether that is of the form of Strike's ids. */
export function isStrikeId(text: string): boolean {
  return UUID.test(text);
}

/** A receive request as it was made, with all that Strike claims of its invoice. */
export interface StrikeReceiveRequest {
  readonly receiveRequestId: string;
  readonly invoice: string;
  /** The amounts of the answer; null where it names none, or none in bitcoin. */
  readonly requestedMsat: bigint | null;
  readonly btcAmountMsat: bigint | null;
  readonly paymentHash: string | null;
  readonly expires: Date | null;
}

/** Money that arrived, or is on its way, for a receive request. */
export interface StrikeReceive {
  readonly receiveId: string;
  readonly receiveRequestId: string;
  /** Null for a state that we do not know. */
  readonly state: 'PENDING' | 'COMPLETED' | null;
  readonly type: 'LIGHTNING' | 'ONCHAIN' | 'P2P';
  /** Null where it is not in bitcoin. */
  readonly receivedMsat: bigint | null;
  readonly completed: Date | null;
  readonly paymentHash: PaymentHash | null;
  /** Null until the money is there. */
  readonly preimage: Preimage | null;
}

/** A page of receives. `total` is null where Strike does not count them. */
export interface StrikeReceives {
  readonly items: readonly StrikeReceive[];
  readonly total: number | null;
}

/** Where Strike sends notices. */
export interface StrikeSubscription {
  readonly id: string;
  readonly webhookUrl: string;
  readonly enabled: boolean;
  readonly eventTypes: readonly string[];
}

/** A member that has to be one of Strike's ids. */
export function readId(members: AnswerMembers, name: string): string {
  const id = members.text(name).toLowerCase();
  if (!isStrikeId(id)) throw new ProtocolViolation(`${name} is no id`);
  return id;
}

/** The word of a closed list that a text is; null for any other. */
export function readWord<T extends string>(text: string | null, words: readonly T[]): T | null {
  return words.find((word) => word === text) ?? null;
}

/** An amount in millisatoshis; null where there is none, or none in bitcoin. */
export function readBitcoin(amount: AnswerMembers | null): bigint | null {
  if (amount === null || amount.textOrNull('currency') !== 'BTC') return null;
  return readDecimal(amount.text('amount'));
}

function readDecimal(text: string): bigint {
  const msat = msatOfBtc(text);
  if (msat === null) throw new ProtocolViolation('amount is no number of bitcoin');
  return msat;
}

/** Reads the answer to a new receive request. */
export function readReceiveRequest(value: unknown): StrikeReceiveRequest {
  const members = AnswerMembers.of(value);
  const bolt11 = members.object('bolt11');
  const btcAmount = bolt11.textOrNull('btcAmount');
  return {
    receiveRequestId: readId(members, 'receiveRequestId'),
    invoice: bolt11.text('invoice'),
    requestedMsat: readBitcoin(bolt11.objectOrNull('requestedAmount')),
    btcAmountMsat: btcAmount === null ? null : readDecimal(btcAmount),
    paymentHash: bolt11.textOrNull('paymentHash'),
    expires: bolt11.dateOrNull('expires'),
  };
}

function readReceive(value: unknown): StrikeReceive {
  const members = AnswerMembers.of(value, 'receive');
  const receiveId = members.text('receiveId');
  const receiveRequestId = readId(members, 'receiveRequestId');
  try {
    return { receiveId, receiveRequestId, ...readMoney(members) };
  } catch (error) {
    if (!(error instanceof ProtocolViolation)) throw error;
    // Whose it is we know, so the others on the page keep their word.
    return { receiveId, receiveRequestId, ...UNREADABLE };
  }
}

function readMoney(members: AnswerMembers): Omit<StrikeReceive, 'receiveId' | 'receiveRequestId'> {
  const lightning = members.objectOrNull('lightning');
  const state = readWord(members.textOrNull('state'), ['PENDING', 'COMPLETED']);
  return {
    state,
    type: readWord(members.textOrNull('type'), ['LIGHTNING', 'ONCHAIN', 'P2P']) ?? 'LIGHTNING',
    receivedMsat: readBitcoin(members.objectOrNull('amountReceived')),
    completed: members.dateOrNull('completed'),
    paymentHash: parsePaymentHash(lightning?.textOrNull('paymentHash')?.toLowerCase()),
    preimage: state === 'COMPLETED' ? parsePreimage(lightning?.textOrNull('preimage')) : null,
  };
}

/** Reads a page of receives. One whose owner cannot be read spoils the page, for it may be anybody's. */
export function readReceives(value: unknown): StrikeReceives {
  const members = AnswerMembers.of(value);
  return { items: members.list('items', PAGE_MAX).map(readReceive), total: members.countOrNull('count') };
}

function readSubscription(value: unknown): StrikeSubscription {
  const members = AnswerMembers.of(value, 'subscription');
  return {
    id: readId(members, 'id'),
    webhookUrl: members.text('webhookUrl'),
    enabled: members.flagOrNull('enabled') ?? false,
    eventTypes: members.list('eventTypes', SUBSCRIPTIONS_MAX).filter((one) => typeof one === 'string'),
  };
}

/** Reads the list of an account's subscriptions. */
export function readSubscriptions(value: unknown): readonly StrikeSubscription[] {
  if (!Array.isArray(value) || value.length > SUBSCRIPTIONS_MAX)
    throw new ProtocolViolation('subscriptions are no list');
  return value.map(readSubscription);
}
