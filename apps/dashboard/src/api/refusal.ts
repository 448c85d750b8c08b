import { ApiProblem } from './api-problem.js';

/**
 * An error in the words of the form that it belongs to. The server refuses all that opens no account alike; what was typed, and
 * so what may be wrong with it, the form knows.
 */
export function refusalWords(error: unknown, words: string): unknown {
  if (!(error instanceof ApiProblem) || error.slug !== 'invalid_credentials') return error;
  return new ApiProblem(error.status, { ...error.members, detail: words }, error.retryAfterSeconds);
}

/** Of a code of the second factor. */
export const wrongCode =
  'The code is wrong, or it was used already. An authenticator shows a new one every 30 seconds.';
