import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A new secret of 256 random bits, in base64url. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Whether a text has the form of such a secret; anything else opens nothing. */
export function looksLikeToken(text: string): boolean {
  return TOKEN.test(text);
}

/** What is stored of a secret: there is nothing to guess, so nothing slow is needed. */
export function tokenHash(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

/** A new id of a row: a word for its kind and 128 random bits. */
export function newId(kind: 'usr' | 'ses' | 'psk' | 'inv'): string {
  return `${kind}_${randomBytes(16).toString('hex')}`;
}
