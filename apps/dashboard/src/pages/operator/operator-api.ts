import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import type {
  CreatedMerchant,
  InstanceState,
  MailPage,
  MerchantDetail,
  MerchantPage,
} from '../../api/shapes/operator.js';

const list = '/api/admin/merchants';
const pageSize = 25;

/** How the instance stands; read again while it is looked at. */
export const instanceStateQuery = queryOptions({
  queryKey: ['operator', 'instance'],
  queryFn: ({ signal }) => api.get<InstanceState>('/api/admin/instance', { signal }),
  refetchInterval: 15_000,
});

/** Merchants whose name or address holds a text, page after page. */
export const merchantsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['operator', 'merchants', q],
    queryFn: ({ signal, pageParam }) =>
      api.get<MerchantPage>(list, { signal, query: { q, limit: pageSize, offset: pageParam } }),
    initialPageParam: 0,
    getNextPageParam: ({ offset, limit, total }) => (offset + limit < total ? offset + limit : null),
    placeholderData: keepPreviousData,
  });

/** One merchant. */
export const merchantQuery = (merchantId: string) =>
  queryOptions({
    queryKey: ['operator', 'merchant', merchantId],
    queryFn: ({ signal }) => api.get<MerchantDetail>(`${list}/${encodeURIComponent(merchantId)}`, { signal }),
  });

/** The mails that were written, newest first. */
export const mailsQuery = infiniteQueryOptions({
  queryKey: ['operator', 'mails'],
  queryFn: ({ signal, pageParam }) =>
    api.get<MailPage>('/api/admin/mails', { signal, query: { limit: pageSize, cursor: pageParam } }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});

const readAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['operator'] });

/** What a new merchant is to be. */
export interface MerchantWish {
  readonly name: string;
  readonly email: string;
  readonly planTier: string | null;
}

/** Makes a merchant with its first keys. */
export function useCreateMerchant() {
  return useMutation({
    mutationFn: (wish: MerchantWish) => api.post<CreatedMerchant>(list, wish),
    onSuccess: readAgain,
  });
}

/** Changes a merchant; what is absent stays. */
export function useChangeMerchant(merchantId: number) {
  return useMutation({
    mutationFn: (patch: Readonly<Record<string, unknown>>) =>
      api.put<MerchantDetail>(`${list}/${String(merchantId)}`, patch),
    onSuccess: readAgain,
  });
}

/** Makes a link that signs in for a merchant once. */
export function useLoginLink(merchantId: number) {
  return useMutation({
    mutationFn: () =>
      api.post<{ readonly url: string; readonly expiresAt: string }>(
        `${list}/${String(merchantId)}/login-link`,
      ),
  });
}

/** Makes a key for a merchant who has lost every one. */
export function useIssueKey(merchantId: number) {
  return useMutation({
    mutationFn: (wish: { readonly revokeOthers: boolean; readonly mode: string }) =>
      api.post<{ readonly apiKey: string }>(`${list}/${String(merchantId)}/api-keys`, wish),
    onSuccess: readAgain,
  });
}
