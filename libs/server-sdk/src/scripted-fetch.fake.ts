import { L402ServerError } from './errors.js';
import { L402Server } from './l402-server.js';
import type { FetchAnswer, FetchFunction } from './options.js';

type Init = Parameters<FetchFunction>[1];
/** How a scripted broker takes one call. */
export type Step = (url: string, init: Init) => FetchAnswer | Promise<FetchAnswer>;

/** A broker that answers each call with the next step, the last one for ever, and keeps what it was asked. */
export function scripted(...steps: readonly Step[]) {
  const asked: { url: string; init: Init }[] = [];
  const fetch: FetchFunction = async (url, init) => {
    asked.push({ url, init });
    const step = steps[Math.min(asked.length, steps.length) - 1];
    if (!step) throw new Error('no step');
    return step(url, init);
  };
  const client = new L402Server({ apiKey: 'tp_test_x', baseUrl: 'https://pay.example///', fetch });
  return { client, asked };
}

/** An answer of this status, its body as JSON unless it is a text. */
export const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Step =>
  () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

/** A connection that breaks. */
export const failing: Step = () => Promise.reject(new Error('ECONNRESET'));

/** No answer until the call is aborted. */
export const silent: Step = (_url, { signal }) =>
  new Promise((_fulfil, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

/** The error of a call that must fail with one of this package’s own. */
export async function failureOf(work: Promise<unknown>): Promise<L402ServerError> {
  const failure: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof L402ServerError) return failure;
  throw new Error('it did not fail as it should', { cause: failure });
}
