import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../client.js';
import type { Mode } from '../mode.js';
import type { ChallengeDetail, ChallengePage, TimelineEntry, TokenUse } from '../shapes/challenges.js';
import type { Overview } from '../shapes/statistics.js';

/** What a list of challenges can be narrowed by. */
export interface ChallengeFilter {
  readonly q?: string | undefined;
  readonly status?: string | undefined;
  readonly settlement?: string | undefined;
  readonly resource?: string | undefined;
  readonly payer?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Figures are folded every few seconds; an overview that stays open goes on with them. */
const overviewMillis = 15_000;

/** Sales between two days of UTC, both included. */
export const overviewQuery = (mode: Mode, from: string, to: string) =>
  queryOptions({
    queryKey: ['overview', mode, from, to],
    queryFn: ({ signal }) =>
      api.get<Overview>('/api/merchant/overview', { mode, signal, query: { from, to } }),
    placeholderData: (before, query) => (query?.queryKey[1] === mode ? before : undefined),
    refetchInterval: overviewMillis,
  });

/** Challenges, newest first, page after page. */
export const challengesQuery = (mode: Mode, filter: ChallengeFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ['challenges', mode, filter, limit],
    queryFn: ({ signal, pageParam }) =>
      api.get<ChallengePage>('/api/merchant/challenges', {
        mode,
        signal,
        query: { ...filter, limit, cursor: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** One challenge with its invoice. */
export const challengeQuery = (mode: Mode, paymentHash: string) =>
  queryOptions({
    queryKey: ['challenge', mode, paymentHash],
    queryFn: ({ signal }) =>
      api.get<ChallengeDetail>(`/api/l402/challenges/${encodeURIComponent(paymentHash)}`, { mode, signal }),
  });

/** All that happened to a challenge, in order. */
export const timelineQuery = (mode: Mode, paymentHash: string) =>
  queryOptions({
    queryKey: ['timeline', mode, paymentHash],
    queryFn: ({ signal }) =>
      api.get<{ entries: readonly TimelineEntry[] }>(
        `/api/merchant/challenges/${encodeURIComponent(paymentHash)}/timeline`,
        { mode, signal },
      ),
  });

/** The uses of a challenge that have rows of their own. */
export const usesQuery = (mode: Mode, paymentHash: string) =>
  queryOptions({
    queryKey: ['uses', mode, paymentHash],
    queryFn: ({ signal }) =>
      api.get<{ uses: readonly TokenUse[] }>(`/api/l402/challenges/${encodeURIComponent(paymentHash)}/uses`, {
        mode,
        signal,
      }),
  });
