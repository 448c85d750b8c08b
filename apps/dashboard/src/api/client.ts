import { ApiProblem, unreachable } from './api-problem.js';
import { modeNow } from './mode.js';
import type { Mode } from './mode.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type QueryValue = string | number | boolean | null | undefined;

/** What a call takes beside its path. */
export interface CallOptions {
  /** The mode to act in; absent: the one of this tab. */
  readonly mode?: Mode;
  /** Members without a value are left out. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A path with its query, without the members that have no value. */
export function pathWith(path: string, query: CallOptions['query'] = {}): string {
  const entries = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(entries).toString();
  return text === '' ? path : `${path}?${text}`;
}

async function call<T>(method: Method, path: string, body: unknown, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'x-turnpike-mode': options.mode ?? modeNow(),
    ...options.headers,
  };
  const request: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.signal !== undefined) request.signal = options.signal;
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  const answer = await fetch(pathWith(path, options.query), request).catch((error: unknown) => {
    throw options.signal?.aborted === true ? error : unreachable();
  });
  const text = await answer.text();
  if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  throw problemOf(answer, text);
}

/** The problem that an answer tells of; a proxy between us may answer something that is no JSON. */
export function problemOf(answer: Response, text: string): ApiProblem {
  const wait = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(wait) ? wait : null;
  try {
    const members: unknown = JSON.parse(text);
    if (typeof members === 'object' && members !== null)
      return new ApiProblem(answer.status, members as Record<string, unknown>, retryAfter);
  } catch {
    // Told below by its status alone.
  }
  return new ApiProblem(answer.status, {}, retryAfter);
}

/** The API of this instance. Every call throws an `ApiProblem` unless it was answered with success. */
export const api = {
  get: <T>(path: string, options?: CallOptions) => call<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: CallOptions) =>
    call<T>('POST', path, body ?? {}, options),
  put: <T>(path: string, body: unknown, options?: CallOptions) => call<T>('PUT', path, body, options),
  patch: <T>(path: string, body: unknown, options?: CallOptions) => call<T>('PATCH', path, body, options),
  delete: <T>(path: string, body?: unknown, options?: CallOptions) => call<T>('DELETE', path, body, options),
} as const;
