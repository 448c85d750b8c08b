import bolt11 from 'bolt11';

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** One tagged field: its letter and its data in words of five bits. Nothing about it is checked. */
export type RawField = readonly [letter: string, words: readonly number[]];

/** What a raw payment request is made of, the amount already part of the prefix (`lnbcrt1u`). */
export interface RawPaymentRequest {
  readonly prefix: string;
  readonly timestampSeconds: number;
  readonly fields: readonly RawField[];
  /** 64 hex digits. */
  readonly privateKey: string;
  /** Signs with the larger of the two values of s, which verifies just as well but is not canonical. */
  readonly highS?: boolean;
}

/** A number in exactly `length` words, or in as few as it needs. */
export function numberWords(value: number, length = 0): number[] {
  const words: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 32)) words.unshift(rest % 32);
  return [...Array<number>(Math.max(0, length - words.length)).fill(0), ...words];
}

/** Bytes as words, the last one filled up with zeros. */
export function byteWords(bytes: Uint8Array): number[] {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => parseInt(five.padEnd(5, '0'), 2));
}

/** Hex digits as words. */
export const hexWords = (hex: string): number[] => byteWords(Buffer.from(hex, 'hex'));

/** The data of a `9` field with these bits set. */
export function featureWords(...bits: number[]): number[] {
  const words = Array<number>(Math.floor(Math.max(...bits) / 5) + 1).fill(0);
  for (const bit of bits) words[Math.floor(bit / 5)]! |= 1 << (bit % 5);
  return words.reverse();
}

function encodeBech32(prefix: string, words: readonly number[]): string {
  const high = Array.from(prefix, (letter) => letter.charCodeAt(0) >> 5);
  const low = Array.from(prefix, (letter) => letter.charCodeAt(0) & 31);
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let sum = 1;
  for (const word of [...high, 0, ...low, ...words, 0, 0, 0, 0, 0, 0]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ word;
    for (const [bit, term] of generator.entries()) if ((top >>> bit) & 1) sum ^= term;
  }
  const checksum = [25, 20, 15, 10, 5, 0].map((shift) => ((sum ^ 1) >>> shift) & 31);
  return `${prefix}1${[...words, ...checksum].map((word) => ALPHABET[word]).join('')}`;
}

/**
 * Writes a payment request with a right checksum and a right signature around whatever fields it is given, also ones that
 * BOLT 11 forbids: a missing `s`, a second `p`, bit 100, a hash of 20 bytes.
 */
export function writePaymentRequest(raw: RawPaymentRequest): string {
  const fields = raw.fields.flatMap(([letter, words]) => [
    ALPHABET.indexOf(letter),
    ...numberWords(words.length, 2),
    ...words,
  ]);
  const data = [...numberWords(raw.timestampSeconds, 7), ...fields];
  const unsigned = { prefix: raw.prefix, wordsTemp: encodeBech32('temp', data), tags: [] };
  const { signature = '', recoveryFlag = 0 } = bolt11.sign(unsigned, Buffer.from(raw.privateKey, 'hex'));
  const otherS = (ORDER - BigInt(`0x${signature.slice(64)}`)).toString(16).padStart(64, '0');
  const [s, flag] = raw.highS === true ? [otherS, recoveryFlag ^ 1] : [signature.slice(64), recoveryFlag];
  const proof = `${signature.slice(0, 64)}${s}0${flag.toString()}`;
  return encodeBech32(raw.prefix, [...data, ...hexWords(proof)]);
}
