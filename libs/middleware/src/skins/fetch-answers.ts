import type { Admission } from '../admission.js';
import type { PaywallAnswer } from '../answers.js';
import { mergedHeaders } from '../merged-headers.js';
import { MIDDLEWARE_BOUNDS } from '../middleware-bounds.js';
import { pause } from '../pause.js';
import type { RequestFacts } from '../request-facts.js';

const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** The facts of a fetch request. Its address is all that such runtimes show; who routes sees the same. */
export function fetchFacts<Seen>(raw: Request, request: Seen): RequestFacts<Seen> {
  return {
    method: raw.method,
    target: raw.url,
    headers: raw.headers,
    header: (name) => raw.headers.get(name) ?? undefined,
    request,
  };
}

/** The paywall's own answer as a response. */
export function fetchAnswer({ status, headers, body }: PaywallAnswer, method: string): Response {
  const lines = new Headers();
  for (const [name, value] of headers) lines.append(name, value);
  const bare = method === 'HEAD' || BODILESS.has(status);
  return new Response(bare ? null : body, { status, headers: lines });
}

/** The handler's response with our headers beside its own; its body goes through as it comes. */
export function paidResponse(response: Response, admission: Admission): Response {
  // A response that changes the protocol can be made by its runtime only.
  if (response.status < 200) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of mergedHeaders(
    admission.headersFor(response.status),
    (key) => headers.get(key) ?? undefined,
  )) {
    headers.set(name, value);
  }
  const { status, statusText } = response;
  return new Response(BODILESS.has(status) ? null : response.body, { status, statusText, headers });
}

/** What an edge runtime gives its handlers, to go on with after the answer. */
interface Lifetime {
  waitUntil(work: Promise<unknown>): void;
}

/**
 * Ends an admitted request. Where the runtime keeps on for work that is left, nothing is waited for; elsewhere a use that is
 * given back is, for a bounded time, since the runtime may stop with the answer, while one that nobody decides is committed by
 * itself.
 */
export async function concludeFetch(
  admission: Admission,
  served: boolean,
  lifetime: Lifetime | null,
): Promise<void> {
  const work = admission.conclude(served);
  if (lifetime !== null) lifetime.waitUntil(work);
  else if (!served) await Promise.race([work, pause(MIDDLEWARE_BOUNDS.decisionMillis)]);
}

/** The first of a handler's further arguments that can keep the runtime on. */
export function lifetimeIn(given: readonly unknown[]): Lifetime | null {
  const found = given.find(
    (one) => typeof (one as Partial<Lifetime> | null | undefined)?.waitUntil === 'function',
  );
  return found === undefined ? null : (found as Lifetime);
}
