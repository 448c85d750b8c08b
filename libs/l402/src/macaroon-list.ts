import { decodeBase64 } from './base64.js';
import { decodeMacaroon, type Macaroon } from './macaroon.js';

const TEXT_CHARACTERS_MAX = 8_192;
const MACAROONS_MAX = 4;

/**
 * Reads the macaroons of a credential: one to four in base64, separated by commas, blanks around each trimmed, in at
 * most 8,192 characters. One that cannot be read makes the whole unreadable, which is null.
 */
export function readMacaroons(text: string): readonly [Macaroon, ...Macaroon[]] | null {
  if (text.length > TEXT_CHARACTERS_MAX) return null;
  const [first, ...others] = text.split(',', MACAROONS_MAX + 1).map(readMacaroon);
  if (!first || others.length >= MACAROONS_MAX) return null;
  const readable = others.filter((macaroon) => macaroon !== null);
  return readable.length === others.length ? [first, ...readable] : null;
}

function readMacaroon(text: string): Macaroon | null {
  const bytes = decodeBase64(text.trim());
  const macaroon = bytes === null ? 'not_base64' : decodeMacaroon(bytes);
  return typeof macaroon === 'string' ? null : macaroon;
}
