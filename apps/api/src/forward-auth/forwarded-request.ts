import { canonicalPath, PATH_REFUSAL_TEXT } from '@turnpike/http402';
import { isResource } from '@turnpike/l402';
import { PathRefused, ValidationFailed } from '@turnpike/problems';
import type { FastifyRequest } from 'fastify';

/** What a reverse proxy asks about: somebody's request to the server behind it. */
export interface ForwardedRequest {
  readonly method: string;
  /** Canonical. */
  readonly path: string;
  /** What is sold, where the caller names it. */
  readonly resource: string | null;
  /** Null where a proxy's price table says it. */
  readonly priceSats: number | null;
  readonly proxyId: string | null;
  /** Whether payment is asked for by 401, for servers that know nothing else. */
  readonly asks401: boolean;
  /** Whether it is a browser's question before a request, which costs nothing. */
  readonly isPreflight: boolean;
}

const METHOD = /^[A-Z](?:[A-Z-]{0,30}[A-Z])?$/;
/**
 * What stands last in the query is read as it came, its own query included: Envoy appends the path there. All of it is the
 * payer's, and only what stands before it is the caller's.
 */
const URI_IN_QUERY = /^[^?]*\?(?:(.*?)&)?uri=(\/.*)$/;

/** Reads it from query and headers. Throws `ValidationFailed` (400) and `PathRefused` (400). */
export function readForwarded(request: FastifyRequest, priceSatsMax: number): ForwardedRequest {
  const { headers } = request;
  const appended = URI_IN_QUERY.exec(request.url);
  // What is no path there, `*` for one, is the payer's all the same, and so is every header then.
  if (appended === null && Object.hasOwn(request.query as object, 'uri'))
    throw new ValidationFailed({ uri: ['uri must be the target of the request, a path'] });
  const query =
    appended === null ? request.query : Object.fromEntries(new URLSearchParams(appended[1] ?? ''));
  const { status, ...wanted } = query as Readonly<Record<string, unknown>>;
  // Where the target is appended, these headers are set by nobody but the payer.
  const told = (name: string): string | undefined =>
    appended === null ? headerOf(headers[name]) : undefined;
  const method = told('x-forwarded-method') ?? request.method;
  if (!METHOD.test(method))
    throw new ValidationFailed({ 'x-forwarded-method': ['X-Forwarded-Method must be an HTTP method'] });
  const uri = told('x-forwarded-uri') ?? appended?.[2];
  if (uri === undefined)
    throw new ValidationFailed({ 'x-forwarded-uri': ['X-Forwarded-Uri must be the target of the request'] });
  const canonical = canonicalPath(uri);
  const terms = readTerms(wanted, priceSatsMax);
  if (!canonical.ok) throw new PathRefused(`${PATH_REFUSAL_TEXT[canonical.why]}.`);
  return {
    ...terms,
    method,
    path: canonical.path,
    asks401: status === '401',
    isPreflight: method === 'OPTIONS' && headers['access-control-request-method'] !== undefined,
  };
}

function readTerms(
  { priceSats, proxyId, resource }: Readonly<Record<string, unknown>>,
  max: number,
): Pick<ForwardedRequest, 'priceSats' | 'proxyId' | 'resource'> {
  if (resource !== undefined && (typeof resource !== 'string' || !isResource(resource)))
    throw new ValidationFailed({ resource: ['resource must be a text without control characters'] });
  const named = { resource: resource ?? null };
  if (typeof proxyId === 'string' && proxyId !== '') return { ...named, proxyId, priceSats: null };
  const price = typeof priceSats === 'string' && /^[1-9]\d{0,9}$/.test(priceSats) ? Number(priceSats) : 0;
  if (price >= 1 && price <= max) return { ...named, proxyId: null, priceSats: price };
  throw new ValidationFailed({
    priceSats: [
      `priceSats must be a whole number from 1 to ${String(max)}, unless proxyId names a price table`,
    ],
  });
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
