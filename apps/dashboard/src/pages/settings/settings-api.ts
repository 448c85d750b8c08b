import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import type { Mode } from '../../api/mode.js';
import { queryClient } from '../../api/query-client.js';
import type { Settings } from '../../api/shapes/settings.js';

const path = '/api/merchant/settings';

/** What the merchant set for a mode. */
export const settingsQuery = (mode: Mode) =>
  queryOptions({
    queryKey: ['settings', mode],
    queryFn: ({ signal }) => api.get<Settings>(path, { mode, signal }),
    // Read anew for each visit, but never replaced beneath somebody who is editing.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** Changes settings of a mode; what is absent stays. */
export function useChangeSettings(mode: Mode) {
  return useMutation({
    mutationFn: (patch: Readonly<Record<string, unknown>>) => api.patch<Settings>(path, patch, { mode }),
    onSuccess: (now) => queryClient.setQueryData(['settings', mode], now),
  });
}
