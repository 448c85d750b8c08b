import { useRouter, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { queryClient } from '../../api/query-client.js';
import { basePath, ownPath } from '../../session/own-path.js';

/** Goes on after a session was made: to the page that was asked for, if it is one of ours, else to the first one. */
export function useEnter(): (first?: string) => void {
  const router = useRouter();
  const search: { readonly next?: string } = useSearch({ strict: false });
  return useCallback(
    (first) => {
      queryClient.clear();
      const path = first ?? ownPath(search.next, window.location.origin);
      router.history.push(`${basePath}${path === '/' ? '' : path}`);
    },
    [router, search.next],
  );
}
