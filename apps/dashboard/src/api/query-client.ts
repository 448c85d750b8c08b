import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { leaveIfSignedOut } from '../session/go-to-sign-in.js';
import { ApiProblem } from './api-problem.js';

const retriesMax = 2;
const staleMillis = 15_000;
/** Worth another try by itself: nobody answered, or the server said that it is for now. */
const passing = new Set([0, 502, 503, 504]);

/** What was read, kept by key; a key of something that belongs to a mode holds the mode. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // The way to a page asks for the session itself, and leads to the sign-in if there is none.
      if (query.queryKey[0] !== 'session') leaveIfSignedOut(error);
    },
  }),
  mutationCache: new MutationCache({ onError: leaveIfSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: staleMillis,
      retry: (failures, error) =>
        failures < retriesMax && error instanceof ApiProblem && passing.has(error.status),
      retryDelay: (failures, error) => retryMillis(failures, error),
    },
    mutations: { retry: false },
  },
});

function retryMillis(failures: number, error: Error): number {
  const asked = error instanceof ApiProblem ? error.retryAfterSeconds : null;
  return Math.min((asked ?? 2 ** failures) * 1_000, 10_000);
}
