import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { quickstartQuery } from '../../api/queries/account-queries.js';
import { challengesQuery } from '../../api/queries/sales-queries.js';
import { useSession } from '../../session/use-session.js';
import { doneSteps } from './start-progress.js';

const recentMax = 5;

/** How far somebody has come with the guide: the server knows, but for what only the reader can say. */
export function useStartProgress(refetchInterval: number | false = false) {
  const { merchantId } = useSession();
  const quickstart = useQuery({ ...quickstartQuery, refetchInterval });
  const isReady = quickstart.data?.isReadyForProduction === true;
  const tests = useInfiniteQuery({
    ...challengesQuery('test', {}, recentMax),
    refetchInterval,
    enabled: !isReady,
  });
  const wiredKey = `turnpike.wired.${merchantId}`;
  const [isWired, setWired] = useState(() => localStorage.getItem(wiredKey) === 'true');
  const wire = (): void => {
    localStorage.setItem(wiredKey, 'true');
    setWired(true);
  };
  const testChallenges = tests.data?.pages.flatMap(({ challenges }) => challenges) ?? [];
  // What is done depends on both, so nothing is known before both are.
  const known = isReady || tests.isFetched ? quickstart.data : undefined;
  const data = known && {
    isReady: known.isReadyForProduction,
    done: doneSteps({ quickstart: known, testChallenges, isWired }),
  };
  return { query: { ...quickstart, data }, isWired, wire };
}

/** What is known of it. */
export type StartKnown = NonNullable<ReturnType<typeof useStartProgress>['query']['data']>;
