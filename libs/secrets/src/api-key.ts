import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Mode } from '@turnpike/l402';

/** A new key: the whole secret, shown once; its first characters, for people; and the hash that is stored. */
export interface NewApiKey {
  readonly key: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_BYTES = 24;
const SECRET_CHARS = 33;
const CHECK_CHARS = 6;
const HEAD_CHARS = 'tp_test_'.length;
const PREFIX_CHARS = HEAD_CHARS + 4;
const KEY_CHARS = HEAD_CHARS + SECRET_CHARS + CHECK_CHARS;
const FORM = /^tp_(?:test|live)_[0-9A-Za-z]{39}$/;

/**
 * Makes an API key: `tp_test_` or `tp_live_`, 24 random bytes as 33 base62 digits, and the CRC-32 of all before it as six
 * more, so that a mistyped or invented key is refused without a look into the database.
 */
export function newApiKey(mode: Mode): NewApiKey {
  const body = `tp_${mode}_${toBase62(randomBytes(SECRET_BYTES), SECRET_CHARS)}`;
  const key = body + checksum(body);
  return { key, prefix: key.slice(0, PREFIX_CHARS), hash: hashApiKey(key) };
}

/** SHA-256 of the whole key: what is stored and looked up. The secret has 192 random bits, so no slow hash is needed. */
export function hashApiKey(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

/** The mode of a key whose form and checksum are right, else null. Says nothing about whether the key exists. */
export function looksLikeApiKey(text: string): Mode | null {
  if (text.length !== KEY_CHARS || !FORM.test(text)) return null;
  const body = text.slice(0, -CHECK_CHARS);
  if (!text.endsWith(checksum(body))) return null;
  return text.startsWith('tp_live_') ? 'live' : 'test';
}

function checksum(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let i = 0; i < CHECK_CHARS; i++) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

function toBase62(bytes: Buffer, chars: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let digits = '';
  for (let i = 0; i < chars; i++) {
    digits = ALPHABET.charAt(Number(rest % 62n)) + digits;
    rest /= 62n;
  }
  return digits;
}
