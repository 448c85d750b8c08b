import { queryOptions } from '@tanstack/react-query';
import { api } from '../client.js';
import type { Instance, Session } from '../shapes/session.js';

/** The session of this browser; fails with 401 where there is none. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.get<Session>('/api/session', { signal }),
  staleTime: 60_000,
});

/** What anybody may know of this instance. */
export const instanceQuery = queryOptions({
  queryKey: ['instance'],
  queryFn: ({ signal }) => api.get<Instance>('/api/instance', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
