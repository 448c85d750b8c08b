/** One way to meet a restriction of a rune: a field, how it is compared, and with what. */
interface Alternative {
  readonly field: string;
  readonly condition: string;
  readonly value: string;
}

/** A restriction is met if one of its alternatives is; a rune asks for all of its restrictions. */
export type RuneRestrictions = readonly (readonly Alternative[])[];

const AUTHENTICATION_BYTES = 32;
const ALTERNATIVES_MAX = 512;
const METHOD = 'method';

/** The methods that are called. */
const WANTED: ReadonlySet<string> = new Set(['invoice', 'listinvoices', 'waitanyinvoice']);

/** Methods that spend, change or tell more than anybody needs who makes and follows invoices. */
const TELLING: readonly string[] = [
  'pay',
  'xpay',
  'renepay',
  'keysend',
  'sendpay',
  'sendonion',
  'sendinvoice',
  'fetchinvoice',
  'withdraw',
  'txsend',
  'multiwithdraw',
  'fundchannel',
  'multifundchannel',
  'close',
  'createrune',
  'commando',
  'signmessage',
  'newaddr',
  'delinvoice',
  'plugin',
  'stop',
  'listfunds',
  'listpays',
  'listpeerchannels',
  'getinfo',
];

/**
 * The restrictions of a rune, which stand in it for all to read and which its first 32 bytes seal (the format of
 * lightning-createrune). Null if it cannot be read.
 */
export function runeRestrictions(rune: string): RuneRestrictions | null {
  const bytes = Buffer.from(rune, 'base64');
  if (bytes.length < AUTHENTICATION_BYTES) return null;
  const text = bytes.subarray(AUTHENTICATION_BYTES).toString('utf8');
  if (text === '') return [];
  const restrictions = split(text, '&').map((one) => split(one, '|').map(readAlternative));
  const alternatives = restrictions.flat();
  if (alternatives.length > ALTERNATIVES_MAX || alternatives.includes(null)) return null;
  return restrictions as RuneRestrictions;
}

/**
 * The methods that a rune allows, or might under conditions of another kind, beyond those that are called; only
 * `all_methods` if it allows everything. What is not among the well-known methods is found if the rune names it.
 */
export function excessMethods(restrictions: RuneRestrictions): readonly string[] {
  const named = restrictions
    .flat()
    .filter(({ field, condition, value }) => field === METHOD && condition === '=' && isMethod(value))
    .map(({ value }) => value);
  const candidates = [...new Set([...TELLING, ...named])].filter((method) => !WANTED.has(method));
  const allowed = candidates.filter((method) => mayCall(restrictions, method));
  return TELLING.every((method) => allowed.includes(method)) ? ['all_methods'] : allowed;
}

function mayCall(restrictions: RuneRestrictions, method: string): boolean {
  return restrictions.every((restriction) =>
    restriction.some((one) => one.field !== METHOD || isMet(one, method)),
  );
}

/** Comparisons of numbers are never met by a name, nor is that the field be missing. */
function isMet({ condition, value }: Alternative, method: string): boolean {
  switch (condition) {
    case '=':
      return method === value;
    case '/':
      return method !== value;
    case '^':
      return method.startsWith(value);
    case '$':
      return method.endsWith(value);
    case '~':
      return method.includes(value);
    case '{':
      return method < value;
    case '}':
      return method > value;
    case '#':
      return true;
    default:
      return false;
  }
}

function isMethod(value: string): boolean {
  return /^[a-z][a-z0-9_-]{0,39}$/.test(value);
}

/** Splits where the mark stands without a backslash before it. */
function split(text: string, mark: '&' | '|'): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === mark) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** A field of letters, digits and `_`; any other punctuation is the condition. The rune's own number has no field. */
function readAlternative(text: string): Alternative | null {
  const parts = /^([\w ]*)([!-/:-@[-^`{-~])(.*)$/s.exec(text);
  if (parts === null) return null;
  const [, field = '', condition = '', value = ''] = parts;
  return { field, condition, value: value.replace(/\\(.)/gs, '$1') };
}
