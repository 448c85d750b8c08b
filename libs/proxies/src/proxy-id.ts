import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const WORD_CHARS_MAX = 40;
const ID = /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/;

/** A new public id such as `my-api-a1b2`: what the name has of letters and digits, and four that nobody guesses. */
export function newProxyId(name: string): string {
  const word = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, WORD_CHARS_MAX)
    .replace(/^-+|-+$/g, '');
  const tail = [...randomBytes(4)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return `${word === '' ? 'api' : word}-${tail}`;
}

/** Whether this can be the public id of a proxy. */
export function isProxyId(text: string): boolean {
  return ID.test(text);
}

/** Where a proxy is reached on the instance's own address; what is sold through it begins so too. */
export function proxyPath(proxyId: string): string {
  return `/l402/proxy/${proxyId}`;
}
