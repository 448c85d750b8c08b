import bolt11 from 'bolt11';
import type { TagData } from 'bolt11';
import { parsePaymentHash, type PaymentHash } from './payment-hash.js';

/** The chains a payment request can be for; each has its own prefix (BOLT 11, human-readable part). */
export type Network = 'mainnet' | 'testnet' | 'signet' | 'regtest';

/**
 * What is wrong with a payment request: a closed list. `unreadable` covers the bech32 form, the checksum and a signature
 * that yields no payee or another one than the `n` field names.
 */
export type PaymentRequestFault =
  | 'too_long'
  | 'unreadable'
  | 'network'
  | 'amount'
  | 'payment_hash'
  | 'payment_secret'
  | 'description'
  | 'expiry'
  | 'payee'
  | 'features'
  | 'signature';

/** A text that is no payment request we accept. It never repeats the text, in no member. */
export class InvalidPaymentRequest extends Error {
  constructor(readonly why: PaymentRequestFault) {
    super(`The payment request is refused: ${why}.`);
    this.name = 'InvalidPaymentRequest';
  }
}

/** A BOLT 11 payment request as read by us. Every member was covered by the payee's signature. */
export interface PaymentRequest {
  /** In lower case, whatever the case it came in. */
  readonly text: string;
  readonly network: Network;
  readonly paymentHash: PaymentHash;
  /** Null if the payer is to choose the amount. */
  readonly amountMsat: bigint | null;
  readonly timestampSeconds: number;
  /** From the timestamp on; 3600 if the request names none. */
  readonly expirySeconds: number;
  /** The payee's public key, 66 hex digits, from the signature. */
  readonly payee: string;
  /** Exactly one of `description` and `descriptionHash` is there. */
  readonly description: string | null;
  /** SHA-256 of a description that is told elsewhere, 64 hex digits. */
  readonly descriptionHash: string | null;
}

/** What a payment request to be signed says. Secret and key are 32 bytes; the description takes up to 639 bytes of UTF-8. */
export interface PaymentRequestTerms {
  readonly network: Network;
  readonly amountMsat: bigint;
  readonly paymentHash: PaymentHash;
  readonly paymentSecret: Uint8Array;
  readonly description: string;
  readonly expirySeconds: number;
  readonly timestampSeconds: number;
  readonly privateKey: Uint8Array;
}

/** The most that a QR code holds. It also bounds the work that a hostile text can cause. */
const CHARACTERS_MAX = 7_089;

const SEGWIT_VERSIONS = [0, 1];
const testChain = { pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: SEGWIT_VERSIONS };
// Always handed to bolt11, because left alone it takes whatever prefix it knows, and it does not know signet's.
const CHAINS = {
  mainnet: { bech32: 'bc', pubKeyHash: 0x00, scriptHash: 0x05, validWitnessVersions: SEGWIT_VERSIONS },
  testnet: { bech32: 'tb', ...testChain },
  signet: { bech32: 'tbs', ...testChain },
  regtest: { bech32: 'bcrt', ...testChain },
} as const;

/** A positive number without leading zeros, a multiplier, and in pico-bitcoin whole millisatoshis only. */
const AMOUNT = /^(?:[1-9]\d{0,18}[mun]?|[1-9]\d{0,18}0p)?$/;
const HEX_32 = /^[0-9a-f]{64}$/;

/** Features in the order of their bits, two bits each, of which the even one means "required". */
const FEATURES = [
  'option_data_loss_protect',
  'initial_routing_sync',
  'option_upfront_shutdown_script',
  'gossip_queries',
  'var_onion_optin',
  'gossip_queries_ex',
  'option_static_remotekey',
  'payment_secret',
  'basic_mpp',
  'option_support_large_channel',
] as const;
/** What a payer may be required to understand: onions, payment secret, multi-part, blinded routes, metadata (BOLT 9). */
const REQUIRABLE_BITS = new Set([8, 14, 16, 24, 48]);

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

type Decoded = ReturnType<typeof bolt11.decode>;

function checkPrefix(text: string, network: Network): void {
  const separator = text.lastIndexOf('1');
  if (separator < 0) throw new InvalidPaymentRequest('unreadable');
  const prefix = /^ln(bcrt|bc|tbs|tb)(.*)$/.exec(text.slice(0, separator));
  if (prefix?.[1] !== CHAINS[network].bech32) throw new InvalidPaymentRequest('network');
  if (!AMOUNT.test(prefix[2] ?? '')) throw new InvalidPaymentRequest('amount');
}

function decodeWith(text: string, network: Network): Decoded {
  try {
    return bolt11.decode(text, CHAINS[network]);
  } catch {
    // Not kept as the cause: bolt11 puts the whole input into its messages.
    throw new InvalidPaymentRequest('unreadable');
  }
}

/** The one field of a kind, null if there is none. Of several, wallets take the first and bolt11 the last: refused. */
function onlyField(decoded: Decoded, name: string, why: PaymentRequestFault): TagData | null {
  const found = decoded.tags.filter((tag) => tag.tagName === name);
  if (found.length > 1) throw new InvalidPaymentRequest(why);
  return found[0]?.data ?? null;
}

function hexField(decoded: Decoded, name: string, why: PaymentRequestFault): string | null {
  const data = onlyField(decoded, name, why);
  if (data === null) return null;
  if (typeof data !== 'string' || !HEX_32.test(data)) throw new InvalidPaymentRequest(why);
  return data;
}

function checkFeatures(decoded: Decoded): void {
  const data = onlyField(decoded, 'feature_bits', 'features');
  if (data === null) return;
  if (typeof data !== 'object' || !('word_length' in data)) throw new InvalidPaymentRequest('features');
  const named = FEATURES.flatMap((name, index) => (data[name]?.required === true ? [2 * index] : []));
  const { start_bit: first, bits } = data.extra_bits ?? { start_bit: 0, bits: [] };
  const others = bits.flatMap((isSet, index) => (isSet ? [first + index] : []));
  const refused = [...named, ...others].some((bit) => bit % 2 === 0 && !REQUIRABLE_BITS.has(bit));
  if (refused) throw new InvalidPaymentRequest('features');
}

function expiryOf(decoded: Decoded): number {
  const data = onlyField(decoded, 'expire_time', 'expiry') ?? 3600;
  if (typeof data !== 'number' || !Number.isSafeInteger(data)) throw new InvalidPaymentRequest('expiry');
  return data;
}

function checkSignature(decoded: Decoded): void {
  if (onlyField(decoded, 'payee_node_key', 'payee') === null) return;
  const s = BigInt(`0x${decoded.signature?.slice(64) ?? ''}`);
  if (s > HALF_ORDER) throw new InvalidPaymentRequest('signature');
}

/**
 * Reads a BOLT 11 payment request of the expected network and makes every check that the format asks for, stricter in
 * one point: a field of a length that readers are told to skip makes the whole request refused, as does a repeated one.
 * Amount, expiry and time are not judged. Throws InvalidPaymentRequest.
 */
export function decodePaymentRequest(text: string, network: Network): PaymentRequest {
  if (text.length > CHARACTERS_MAX) throw new InvalidPaymentRequest('too_long');
  checkPrefix(text.toLowerCase(), network);
  const decoded = decodeWith(text, network);

  const paymentHash = parsePaymentHash(hexField(decoded, 'payment_hash', 'payment_hash') ?? '');
  if (paymentHash === null) throw new InvalidPaymentRequest('payment_hash');
  if (hexField(decoded, 'payment_secret', 'payment_secret') === null) {
    throw new InvalidPaymentRequest('payment_secret');
  }
  const description = onlyField(decoded, 'description', 'description');
  const descriptionHash = hexField(decoded, 'purpose_commit_hash', 'description');
  if ((description === null) === (descriptionHash === null)) throw new InvalidPaymentRequest('description');
  checkFeatures(decoded);
  checkSignature(decoded);
  const amountMsat = decoded.millisatoshis ?? null;
  return {
    text: text.toLowerCase(),
    network,
    paymentHash,
    amountMsat: amountMsat === null ? null : BigInt(amountMsat),
    timestampSeconds: decoded.timestamp ?? 0,
    expirySeconds: expiryOf(decoded),
    payee: decoded.payeeNodeKey ?? '',
    description: typeof description === 'string' ? description : null,
    descriptionHash,
  };
}

/**
 * Signs a payment request with the features that wallets expect today: a required payment secret, multi-part payments
 * allowed. The same terms give the same text. Throws on an amount or description that the format has no room for.
 */
export function signPaymentRequest(terms: PaymentRequestTerms): string {
  const unsigned = bolt11.encode(
    {
      network: CHAINS[terms.network],
      timestamp: terms.timestampSeconds,
      millisatoshis: terms.amountMsat.toString(),
      tags: [
        { tagName: 'payment_hash', data: terms.paymentHash },
        { tagName: 'payment_secret', data: Buffer.from(terms.paymentSecret).toString('hex') },
        { tagName: 'description', data: terms.description },
        { tagName: 'expire_time', data: terms.expirySeconds },
        { tagName: 'min_final_cltv_expiry', data: 18 },
        {
          tagName: 'feature_bits',
          data: {
            word_length: 4,
            var_onion_optin: { required: true },
            payment_secret: { required: true },
            basic_mpp: { supported: true },
          },
        },
      ],
    },
    false,
  );
  const signed = bolt11.sign(unsigned, Buffer.from(terms.privateKey)).paymentRequest;
  if (signed === undefined) throw new Error('bolt11 signed nothing');
  return signed;
}
