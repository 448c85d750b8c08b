import type { Network, PaymentHash, Preimage } from '@turnpike/l402';
import type { Deadline } from './deadline.js';

/** What a call to a wallet has to keep to: it ends, with an answer or an error, before the deadline or when aborted. */
export interface CallLimits {
  readonly deadline: Deadline;
  readonly signal: AbortSignal;
}

/** What is always so with a kind of wallet or with one connection to it. */
export interface WalletTraits {
  /** The wallet makes the invoice for the preimage that we send along. */
  readonly ownPreimage: boolean;
  /** Asking again for the same challenge gives the same invoice and never a second one. */
  readonly idempotentCreation: boolean;
  /** Bytes of UTF-8 that a description may have; BOLT 11 has room for 639. */
  readonly descriptionBytesMax: number;
  /** Invoices that one look-up may ask about. */
  readonly batchSizeMax: number;
  /** The public key (66 hex digits) that signs every invoice, where one is known to; else null. */
  readonly fixedPayee: string | null;
}

/** The invoice that we want. */
export interface InvoiceRequest {
  /** A UUID. The same one means the same invoice. */
  readonly challengeId: string;
  readonly amountMsat: bigint;
  /** At most `descriptionBytesMax` long. */
  readonly description: string;
  readonly expirySeconds: number;
  /** There if the wallet has the trait `ownPreimage`. */
  readonly preimage?: Preimage;
}

/** The wallet's answer, unjudged: what counts is what our own decoder reads in the payment request. */
export interface CreatedInvoice {
  readonly paymentRequest: string;
  /** The wallet's own name for the invoice, by which it is looked up. */
  readonly providerRef: string;
  /** What the wallet says the hash is, if it says so. */
  readonly claimedHash?: string;
  /** False if the wallet will never be able to say whether this invoice was paid. */
  readonly canBeFollowed?: boolean;
}

/** An invoice to be looked up. */
export interface InvoiceReference {
  readonly paymentHash: PaymentHash;
  readonly providerRef: string;
  /** Empty for one that was never made: to ask about it shows whether the wallet answers. */
  readonly paymentRequest: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/**
 * The wallet's word about an invoice. `open` means that the wallet said so; what it did not say, or said unreadably, is
 * `unknown`: never unpaid and never paid.
 */
export type InvoiceState =
  | { readonly is: 'open' | 'expired' | 'cancelled' }
  /** `isUnderpaid`: not all that was asked for is there, and the rest may never come. */
  | { readonly is: 'pending'; readonly isUnderpaid?: true }
  | {
      readonly is: 'settled';
      readonly receivedMsat?: bigint;
      readonly preimage?: Preimage;
      readonly settledAt?: Date;
      readonly via: 'lightning' | 'internal' | 'onchain';
    }
  | { readonly is: 'unknown'; readonly because: 'not-found' | 'partial-answer' | 'unreadable' };

/** What a probe of a connection found out. */
export interface ConnectionReport {
  readonly network: Network;
  /** The public key that signs the wallet's invoices; null if it is not always the same. */
  readonly payee: string | null;
  /** Rights that the credential has beyond making and looking up invoices. */
  readonly excessPermissions: readonly string[];
}

/** Where to look. It carries no state and no amount, on purpose: only a look-up settles. */
export type Hint = { readonly paymentHash: PaymentHash } | { readonly providerRef: string };

/** What a genuine notice of a wallet says. */
export interface WebhookNotice {
  /** The wallet's name for this notice, by which a repeated one is known; null if it has none. */
  readonly eventId: string | null;
  readonly hints: readonly Hint[];
}

/** Headers of a request, their names in lower case. */
export type NoticeHeaders = Readonly<Record<string, string | undefined>>;

/** A wallet that sends notices of payments to us. */
export interface ReadsWebhooks {
  /** Reads the bytes as they came. Null unless they are signed by this wallet. Never throws on what it is given. */
  readWebhook(raw: Uint8Array, headers: NoticeHeaders): WebhookNotice | null;
}

/** A wallet that can be told where to send its notices. Repeating either call changes nothing. */
export interface RegistersWebhook {
  registerWebhook(call: CallLimits): Promise<void>;
  unregisterWebhook(call: CallLimits): Promise<void>;
}

/** Takes what a stream tells. */
export interface HintSink {
  /** The stream stands: what is paid from now on will be told. To be called before anything is told, once for each time it stands. */
  alive(): void;
  /** Stores hints and cursor together; resolves when they are stored. A stream waits for it before it goes on. */
  take(hints: readonly Hint[], cursor: string | null): Promise<void>;
}

/** A wallet that tells of payments as they happen. */
export interface StreamsSettlements {
  /**
   * Tells the sink of payments, from the cursor on where the wallet can do that, until the signal is aborted. Rejects
   * with a `WalletError` when the stream ends before.
   */
  streamSettlements(from: string | null, sink: HintSink, signal: AbortSignal): Promise<void>;
}

/** A payment as the wallet's own list has it. */
export interface ListedPayment {
  readonly providerRef: string;
  /** Absent where the list does not say. */
  readonly paymentHash?: PaymentHash;
  readonly receivedMsat?: bigint;
  readonly settledAt: Date;
}

/** A part of the wallet's own list. */
export interface PaymentListing {
  readonly payments: readonly ListedPayment[];
  /** False if there are more than could be read in time. */
  readonly isComplete: boolean;
}

/** A wallet that keeps a list of what it received. */
export interface ListsPayments {
  /** The payments received from `from` on and before `to`. */
  listPayments(from: Date, to: Date, call: CallLimits): Promise<PaymentListing>;
}

/**
 * One connection to a wallet. It translates and does not judge; only the errors of this lib come out of it, and neither
 * they nor anything else it gives away holds the credential or a preimage that was not asked for. There is no method
 * that spends.
 */
export interface WalletProvider {
  readonly traits: WalletTraits;
  /** Makes an invoice. Throws `UnknownOutcome` if it may or may not have been made. */
  createInvoice(request: InvoiceRequest, call: CallLimits): Promise<CreatedInvoice>;
  /** Says of each invoice what the wallet says; those that it does not mention are `unknown`. */
  lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>>;
  /** Finds out whether the credential works and what else it may do. */
  checkConnection(call: CallLimits): Promise<ConnectionReport>;
  /** Ends what it holds open, sockets above all. */
  close?(): Promise<void>;
}

/** Whether a wallet sends notices. */
export function readsWebhooks(wallet: object): wallet is ReadsWebhooks {
  return 'readWebhook' in wallet;
}

/** Whether a wallet can be told where to send notices. */
export function registersWebhook(wallet: object): wallet is RegistersWebhook {
  return 'registerWebhook' in wallet;
}

/** Whether a wallet tells of payments as they happen. */
export function streamsSettlements(wallet: object): wallet is StreamsSettlements {
  return 'streamSettlements' in wallet;
}

/** Whether a wallet keeps a list that our ledger can be compared with. */
export function listsPayments(wallet: object): wallet is ListsPayments {
  return 'listPayments' in wallet;
}
