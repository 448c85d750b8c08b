import { randomInt } from 'node:crypto';
import { memberBounds } from './member-bounds.js';
import { tokenHash } from './secret-token.js';

// Without letters and digits that people take for one another.
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const CHARS = 12;

/** New codes, to be shown once: 59 random bits each, as `abcd-efgh-jkmn`. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: memberBounds.recoveryCodes }, () => {
    const code = Array.from({ length: CHARS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
  });
}

/** What is stored of a code, however it is written; null for what is none. */
export function recoveryDigest(code: string): Uint8Array<ArrayBuffer> | null {
  const text = code.replace(/[\s-]/g, '').toLowerCase();
  return text.length === CHARS && Array.from(text).every((one) => ALPHABET.includes(one))
    ? tokenHash(`recovery:${text}`)
    : null;
}
