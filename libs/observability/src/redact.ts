import { REDACTED } from './scrub.js';

/**
 * Names of members whose value is never logged, whatever it looks like; compared in lower case without `-` and `_`.
 */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'accesstoken',
  'adminapikey',
  'apikey',
  'authheader',
  'authorization',
  'authvalue',
  'bolt11',
  'connectionstring',
  'cookie',
  'credential',
  'credentials',
  'currentpassword',
  'databaseurl',
  'grpcmetadatamacaroon',
  'invoice',
  'invoicekeys',
  'key',
  'macaroon',
  'macaroons',
  'masterkeys',
  'newpassword',
  'nwcconnectionstring',
  'opennodeapikey',
  'otpauthurl',
  'password',
  'passwordhash',
  'paymentpreimage',
  'paymentrequest',
  'paymentsecret',
  'preimage',
  'privatekey',
  'proxyauthorization',
  'recoverycodes',
  'redisurl',
  'rootkey',
  'rpreimage',
  'rune',
  'sealedcredentials',
  'sealedtotpsecret',
  'sealkeys',
  'secret',
  'setcookie',
  'smtpurl',
  'testapikey',
  'token',
  'tokenhash',
  'webhooksecret',
  'wwwauthenticate',
  'xapikey',
]);

const DEPTH_MAX = 6;
const ITEMS_MAX = 100;
const TEXT_CHARS_MAX = 8_192;

/**
 * A copy for the log: members of secret names replaced, bytes as their count, errors as plain objects with their causes,
 * depth, breadth and texts bounded. Never throws on what it is given, cycles included.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (depth >= DEPTH_MAX) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => redact(item, depth + 1));
  if (value instanceof Map || value instanceof Set) return `[${value.size} entries]`;
  return redactMembers(value, depth);
}

function redactMembers(value: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = isError(value) ? describeError(value, depth) : {};
  let count = 0;
  for (const [name, member] of Object.entries(value)) {
    if (++count > ITEMS_MAX) break;
    if (name in copy) continue;
    copy[name] = isSecretName(name) && carriesText(member) ? REDACTED : redact(member, depth + 1);
  }
  return copy;
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: cut(error.message),
    stack: cut(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}

/** By its members, as an error of another realm is no instance of this realm's Error. */
function isError(value: object): value is Error {
  return (
    value instanceof Error || ('stack' in value && 'message' in value && typeof value.message === 'string')
  );
}

function isSecretName(name: string): boolean {
  return SECRET_NAMES.has(name.toLowerCase().replace(/[-_]/g, ''));
}

/** A number, a flag or null under a secret name gives nothing away and may be what one looks for. */
function carriesText(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null);
}

function cut(text: string): string {
  return text.length <= TEXT_CHARS_MAX
    ? text
    : `${text.slice(0, TEXT_CHARS_MAX)}… (${text.length} characters)`;
}
