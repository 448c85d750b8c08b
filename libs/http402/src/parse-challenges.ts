import type { L402Challenge } from './l402-challenge.js';
import { TextCursor } from './text-cursor.js';

/** One challenge of a `WWW-Authenticate` header: its scheme and the names of its parameters in lower case. */
export interface ParsedChallenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const HEADER_CHARACTERS_MAX = 65_536;

const SEPARATORS = /[ \t,]*/y;
const WORD = /[^ \t,="]+/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const QUOTED = /"([^"\\]*(?:\\.[^"\\]*)*)"/sy;
const UNTERMINATED = /".*/sy;
const BARE = /[^ \t,]*/y;
const BLANKS = /[ \t]+/y;
const TOKEN68 = /[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))/y;

/**
 * Every challenge in one or more `WWW-Authenticate` values, whether the lines came apart or joined by commas. Follows
 * RFC 9110 section 11.6.1 and forgives what servers of this field get wrong: bare values, missing commas, blanks
 * around `=`. The first of two parameters with one name counts; a `token68` is left out; a line over 65,536 characters
 * holds no challenge. Never throws.
 */
export function parseChallenges(header: string | readonly string[]): ParsedChallenge[] {
  const lines = typeof header === 'string' ? [header] : header;
  return lines.filter((line) => line.length <= HEADER_CHARACTERS_MAX).flatMap(parseLine);
}

/**
 * The first L402 or LSAT challenge that offers both an invoice and a macaroon, the latter also under its newer name
 * `token`; `null` if there is none.
 */
export function readL402Challenge(header: string | readonly string[]): L402Challenge | null {
  for (const { scheme, parameters } of parseChallenges(header)) {
    if (scheme !== 'l402' && scheme !== 'lsat') continue;
    const macaroon = parameters.get('macaroon') || parameters.get('token');
    const invoice = parameters.get('invoice');
    if (macaroon && invoice) return { macaroon, invoice };
  }
  return null;
}

function parseLine(line: string): ParsedChallenge[] {
  const challenges: ParsedChallenge[] = [];
  let parameters: Map<string, string> | null = null;
  const cursor = new TextCursor(line);

  cursor.take(SEPARATORS);
  while (!cursor.done) {
    const word = cursor.take(WORD);
    if (word === null) {
      cursor.skip();
    } else if (cursor.take(EQUALS) !== null) {
      const name = word.toLowerCase();
      const value = takeValue(cursor);
      if (value !== null && parameters && !parameters.has(name)) parameters.set(name, value);
    } else {
      parameters = new Map();
      challenges.push({ scheme: word.toLowerCase(), parameters });
      takeToken68(cursor);
    }
    cursor.take(SEPARATORS);
  }
  return challenges;
}

/** A quoted or bare value, or `null` for an open quote: what follows it was cut off or cannot be told apart. */
function takeValue(cursor: TextCursor): string | null {
  const quoted = cursor.take(QUOTED);
  if (quoted !== null) return quoted.replace(/\\(.)/gs, '$1');
  return cursor.take(UNTERMINATED) === null ? cursor.take(BARE) : null;
}

/** Steps over the single value of schemes such as `Negotiate`, which would otherwise read as the next scheme. */
function takeToken68(cursor: TextCursor): void {
  if (cursor.take(BLANKS) !== null) cursor.take(TOKEN68);
}
