import {
  type AnyMacaroon,
  decodePaymentRequest,
  explainCaveat,
  type ExplainedCaveat,
  hashPreimage,
  type MacaroonForm,
  type Network,
  parsePreimage,
  type PresentedText,
  type Reason,
} from '@turnpike/l402';
import { isUtf8 } from 'node:buffer';
import { networkOfInvoice } from './invoice-network.js';

/** What a macaroon is known by; null what is not there. */
export interface InspectedIdentifier {
  readonly hex: string;
  /** The version of an L402 identifier. */
  readonly version: number | null;
  readonly paymentHash: string | null;
  readonly tokenId: string | null;
  /** The identifier as text, where it is one. */
  readonly text: string | null;
}

/** An invoice that stood beside the macaroon. */
export interface InspectedInvoice {
  /** Null if the payer is to choose the amount. */
  readonly amountSats: number | null;
  readonly network: Network;
  readonly paymentHash: string;
  readonly expiresAt: Date;
  readonly description: string | null;
}

/** Whether verify would let it in, and why not. */
export interface InspectedVerdict {
  readonly valid: boolean;
  readonly reason: Reason | null;
  readonly error: string | null;
  readonly explanation: string;
}

/** All that can be said of a text that somebody shows us. It repeats no preimage. */
export interface Inspection {
  readonly format: MacaroonForm | null;
  readonly scheme: string | null;
  readonly location: string | null;
  readonly identifier: InspectedIdentifier | null;
  readonly caveats: readonly ExplainedCaveat[];
  /** Hexadecimal. */
  readonly signature: string | null;
  readonly preimage: { readonly present: boolean; readonly matches: boolean | null };
  readonly invoice: InspectedInvoice | null;
  readonly verdict: InspectedVerdict;
  /** We minted it for this merchant and mode, and it was only narrowed since. */
  readonly ours: boolean;
}

/** What can be said without keys and records. */
export type Anatomy = Omit<Inspection, 'verdict' | 'ours'>;

const IDENTIFIER_BYTES = 66;
const HASH_AT = 2;
const TOKEN_ID_AT = 34;
const PRINTABLE = /^[\x20-\x7e]+$/;

/** Takes apart what was read out of a text. */
export function anatomyOf(presented: PresentedText, macaroon: AnyMacaroon | null): Anatomy {
  const identifier = macaroon && identifierOf(macaroon.identifier);
  return {
    format: macaroon?.form ?? null,
    scheme: presented.scheme,
    location: macaroon?.location ?? null,
    identifier,
    caveats: (macaroon?.caveats ?? []).map((caveat) => explainCaveat(caveat.identifier, caveat.isThirdParty)),
    signature: macaroon?.signature.toString('hex') ?? null,
    preimage: {
      present: presented.preimage !== null,
      matches: matchOf(presented.preimage, identifier?.paymentHash ?? null),
    },
    invoice: presented.invoice === null ? null : invoiceOf(presented.invoice),
  };
}

function identifierOf(bytes: Buffer): InspectedIdentifier {
  const isL402 = bytes.length === IDENTIFIER_BYTES;
  const text = isUtf8(bytes) ? bytes.toString('utf8') : '';
  return {
    hex: bytes.toString('hex'),
    version: isL402 ? bytes.readUInt16BE(0) : null,
    paymentHash: isL402 ? bytes.toString('hex', HASH_AT, TOKEN_ID_AT) : null,
    tokenId: isL402 ? bytes.toString('hex', TOKEN_ID_AT) : null,
    text: PRINTABLE.test(text) ? text : null,
  };
}

function matchOf(preimage: string | null, paymentHash: string | null): boolean | null {
  if (preimage === null || paymentHash === null) return null;
  const parsed = parsePreimage(preimage);
  return parsed !== null && hashPreimage(parsed) === paymentHash;
}

function invoiceOf(text: string): InspectedInvoice | null {
  const network = networkOfInvoice(text);
  if (network === null) return null;
  try {
    const request = decodePaymentRequest(text, network);
    const { amountMsat, timestampSeconds, expirySeconds, paymentHash, description } = request;
    const expiresAt = new Date((timestampSeconds + expirySeconds) * 1000);
    if (Number.isNaN(expiresAt.getTime())) return null;
    return {
      amountSats: amountMsat === null ? null : Number(amountMsat / 1000n),
      network,
      paymentHash,
      expiresAt,
      description,
    };
  } catch {
    return null;
  }
}
