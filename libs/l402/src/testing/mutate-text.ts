import type { Prng } from './prng.js';

/** What does not belong into hex or base64, or not there. */
export const JUNK = [
  '=',
  '==',
  ' ',
  '\n',
  '\t',
  '\u0000',
  '-',
  '_',
  '+',
  '/',
  '.',
  '%3D',
  '%2B',
  'A',
  '\u00e9',
  '\ud800',
  '\ufeff',
  '🧂',
];

/** Puts a text into another. */
export function insertAt(text: string, at: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at);
}

type TextMutation = (text: string, prng: Prng) => string;

const MUTATIONS: readonly TextMutation[] = [
  (text) => text.replaceAll('+', '-').replaceAll('/', '_'),
  (text) => text.replaceAll('=', ''),
  (text) => text.replace(/[+/]/, (digit) => (digit === '+' ? '-' : '_')),
  (text) => `${text}=`,
  (text) => text.slice(0, -1),
  (text) => text.slice(1),
  (text) => text.toLowerCase(),
  (text) => text.replaceAll('+', '%2B').replaceAll('/', '%2F').replaceAll('=', '%3D'),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text, 'base64').toString('hex'),
  (text) => ` ${text}\r\n`,
  (text, prng) => insertAt(text, prng.below(text.length + 1), prng.pick(JUNK)),
  (text, prng) => insertAt(text, text.length, prng.pick(JUNK).repeat(1 + prng.below(20))),
  (text, prng) => insertAt(text, prng.below(text.length + 1), prng.pick(JUNK).repeat(prng.below(9_000))),
  // The last digit may carry spare bits.
  (text, prng) => text.replace(/[^=](?==*$)/, prng.pick(['A', 'B', 'Q', 'f', '9', '_'])),
];

/** Plays with the text of a base64 token: alphabets, padding, blanks, spare bits, double encoding, junk. */
export function mutateText(text: string, prng: Prng): string {
  const once = prng.pick(MUTATIONS)(text, prng);
  return prng.onceIn(3) ? prng.pick(MUTATIONS)(once, prng) : once;
}
