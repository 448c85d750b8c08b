import { parsePreimage, type Preimage } from '@turnpike/l402';
import { AnswerMembers } from '../answer-members.js';
import { urlOf } from './lnurl-address.js';

/** What an address offers (LUD-06): the bounds of a payment and where to ask for an invoice. */
export interface LnurlOffer {
  readonly callback: URL;
  readonly minMsat: bigint;
  readonly maxMsat: bigint;
  /** As it came: its hash is in the invoices. */
  readonly metadata: string;
  /** Characters that a comment may have; 0 where none is taken (LUD-12). */
  readonly commentCharsMax: number;
}

/** An invoice, and where to ask whether it was paid (LUD-21); null if nowhere. */
export interface LnurlInvoice {
  readonly paymentRequest: string;
  readonly verify: URL | null;
}

/** The service's word on an invoice (LUD-21). */
export interface LnurlVerdict {
  readonly isSettled: boolean;
  /** Null where it does not say which invoice it means. */
  readonly paymentRequest: string | null;
  readonly preimage: Preimage | null;
}

const METADATA_CHARS_MAX = 65_536;
const PAYMENT_REQUEST_CHARS_MAX = 7_089;

/** The reason of an error, which may come with any HTTP status, 200 included; null if it is none. */
export function readComplaint(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('status' in value)) return null;
  if (typeof value.status !== 'string' || value.status.toUpperCase() !== 'ERROR') return null;
  return 'reason' in value && typeof value.reason === 'string' ? value.reason.slice(0, 1_000) : '';
}

/** Reads what an address offers. */
export function readOffer(value: unknown): LnurlOffer {
  const members = AnswerMembers.of(value, 'offer');
  if (members.text('tag', 40) !== 'payRequest') throw members.violation('tag');
  const callback = urlOf(members.text('callback'));
  if (callback === null) throw members.violation('callback');
  return {
    callback,
    minMsat: BigInt(members.count('minSendable')),
    maxMsat: BigInt(members.count('maxSendable')),
    metadata: members.text('metadata', METADATA_CHARS_MAX),
    commentCharsMax: members.countOrNull('commentAllowed') ?? 0,
  };
}

/** Reads an invoice. A `verify` that is no URL is as good as none. */
export function readLnurlInvoice(value: unknown): LnurlInvoice {
  const members = AnswerMembers.of(value, 'invoice');
  const verify = members.textOrNull('verify');
  return {
    paymentRequest: members.text('pr', PAYMENT_REQUEST_CHARS_MAX),
    verify: verify === null ? null : urlOf(verify),
  };
}

/** Reads the service's word on an invoice. A preimage comes out only of one that is settled. */
export function readVerdict(value: unknown): LnurlVerdict {
  const members = AnswerMembers.of(value, 'verdict');
  const isSettled = members.flag('settled');
  return {
    isSettled,
    paymentRequest: members.textOrNull('pr'),
    preimage: isSettled ? parsePreimage(members.textOrNull('preimage')) : null,
  };
}
