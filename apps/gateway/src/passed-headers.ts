import type { Credential } from '@turnpike/http402';

/** What belongs to one connection (RFC 9110, 7.6.1), or speaks of one. */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
  ...['proxy-authenticate', 'proxy-authorization', 'proxy-authentication-info', 'http2-settings'],
]);

/** What we say ourselves, what carries a credential, and what could make another request of this one. */
const NEVER_PASSED: ReadonlySet<string> = new Set([
  ...OF_CONNECTION,
  ...['host', 'expect', 'via', 'forwarded', 'x-real-ip'],
  ...['x-l402-authorization', 'payment-authorization', 'grpc-metadata-macaroon', 'macaroon'],
  ...['x-http-method-override', 'x-http-method', 'x-method-override', 'x-original-url', 'x-rewrite-url'],
]);

/** Only on a host of its own may an upstream keep cookies, or tell browsers what holds for the whole host. */
const OF_HOST: ReadonlySet<string> = new Set([
  ...['set-cookie', 'clear-site-data', 'strict-transport-security', 'service-worker-allowed', 'alt-svc'],
  ...['nel', 'report-to', 'reporting-endpoints', 'accept-ch', 'set-login', 'origin-agent-cluster'],
]);

const OURS = /^x-(?:l402|forwarded)-/;
const PAID_SCHEME = /^\s*(?:l402|lsat|payment)(?:\s|$)/i;
const OUR_COOKIE = /^\s*(?:__(?:host|secure)-)?tp_[^=]*=/i;

/** What goes upstream besides what the payer sends. */
export interface AddedHeaders {
  /** A header that replaces the payer's own. */
  readonly auth: { readonly name: string; readonly value: string } | null;
  readonly others: readonly (readonly [name: string, value: string])[];
}

/**
 * The headers of a request on its way upstream, names and values in turn. Set is what we add, never added to what the payer
 * sent; gone are the credential, what belongs to the connection, and our own cookies. An underscore in a name counts as the
 * hyphen that servers behind CGI and WSGI make no difference to.
 */
export function requestHeaders(
  raw: readonly string[],
  credential: Credential | null,
  { auth, others }: AddedHeaders,
): string[] {
  const replaced = new Set(
    [...others.map(([name]) => name), ...(auth === null ? [] : [auth.name])].map(plainName),
  );
  const named = namedByConnection(raw);
  const passed: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name = '', value = ''] = [raw[i], raw[i + 1]];
    const lower = plainName(name);
    if (NEVER_PASSED.has(lower) || OURS.test(lower) || replaced.has(lower) || named.has(lower)) continue;
    if (lower === 'authorization' && (credential?.carrier === 'authorization' || PAID_SCHEME.test(value)))
      continue;
    const kept = lower === 'cookie' ? withoutOurCookies(value) : value;
    if (kept !== '' || value === '') passed.push(name, kept);
  }
  for (const [name, value] of others) passed.push(name, value);
  if (auth !== null) passed.push(auth.name, auth.value);
  return passed;
}

/** The headers of an upstream's answer that its payer gets, in lower case. `isOwnHost`: on a host of the proxy's own. */
export function answerHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  isOwnHost: boolean,
): Record<string, string | string[]> {
  const named = new Set(tokens([headers['connection'] ?? ''].flat().join(',')));
  const passed: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || OF_CONNECTION.has(name) || named.has(name)) continue;
    if (!isOwnHost && OF_HOST.has(name)) continue;
    passed[name] = value;
  }
  return passed;
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function namedByConnection(raw: readonly string[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    if (raw[i]?.toLowerCase() === 'connection')
      for (const one of tokens(raw[i + 1] ?? '')) named.add(plainName(one));
  }
  return named;
}

function tokens(text: string): string[] {
  return text
    .toLowerCase()
    .split(',')
    .map((one) => one.trim());
}

function withoutOurCookies(value: string): string {
  if (!value.includes('tp_')) return value;
  return value
    .split(';')
    .filter((cookie) => !OUR_COOKIE.test(cookie))
    .join(';')
    .trim();
}
