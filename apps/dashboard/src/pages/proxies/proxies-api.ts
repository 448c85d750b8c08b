import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import type { Mode } from '../../api/mode.js';
import { queryClient } from '../../api/query-client.js';
import type {
  ManifestSettings,
  PriceCheck,
  Proxy,
  ProxyFigures,
  ProxyHost,
  ProxyPrice,
  UpstreamProbe,
} from '../../api/shapes/proxies.js';

/** What a proxy is to be; an empty text takes away what may be missing. */
export interface ProxyWish {
  readonly name: string;
  readonly targetBaseUrl: string;
  readonly defaultPriceSats: number;
  readonly description: string;
  readonly isActive: boolean;
  readonly authHeader: string;
  readonly authValue: string;
  readonly timeout: number;
  readonly allowedMethods: readonly string[];
  readonly allowedPaths: readonly string[];
  readonly blockedPaths: readonly string[];
  readonly hosts: readonly string[];
}

/** What is to be told in public; what is absent stays. */
export type ManifestChange = Partial<Omit<ManifestSettings, 'manifestUrl' | 'health' | 'probedAt'>>;

const list = '/api/proxy';
const figuresMillis = 15_000;

/** Where a proxy is managed. */
export function proxyApiPath(proxyId: string): string {
  return `${list}/${encodeURIComponent(proxyId)}`;
}

/** Has what was read under these keys read again. */
export async function readProxiesAgain(...keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
}

/** The proxies of a mode, oldest first. */
export const proxiesQuery = (mode: Mode) =>
  queryOptions({
    queryKey: ['proxies', mode],
    queryFn: ({ signal }) => api.get<{ proxies: readonly Proxy[] }>(list, { mode, signal }),
  });

/** The price table of a proxy. */
export const pricesQuery = (mode: Mode, proxyId: string) =>
  queryOptions({
    queryKey: ['proxy-prices', mode, proxyId],
    queryFn: ({ signal }) =>
      api.get<{ endpoints: readonly ProxyPrice[] }>(`${proxyApiPath(proxyId)}/manifest/endpoints`, {
        mode,
        signal,
      }),
  });

/** What a request would cost. It depends on everything, so nothing is remembered. */
export const priceCheckQuery = (mode: Mode, proxyId: string, method: string, path: string) =>
  queryOptions({
    queryKey: ['proxy-price-check', mode, proxyId, method, path],
    queryFn: ({ signal }) =>
      api.get<PriceCheck>(`${proxyApiPath(proxyId)}/price`, { mode, signal, query: { method, path } }),
    staleTime: 0,
  });

/** What is told of a proxy in public. */
export const manifestQuery = (mode: Mode, proxyId: string) =>
  queryOptions({
    queryKey: ['proxy-manifest', mode, proxyId],
    queryFn: ({ signal }) =>
      api.get<ManifestSettings>(`${proxyApiPath(proxyId)}/manifest/settings`, { mode, signal }),
  });

/** What a proxy has brought between two days of UTC, both included. */
export const figuresQuery = (mode: Mode, proxyId: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['proxy-figures', mode, proxyId, from, to],
    queryFn: ({ signal }) =>
      api.get<ProxyFigures>(`${proxyApiPath(proxyId)}/figures`, { mode, signal, query: { from, to } }),
    refetchInterval: figuresMillis,
  });

/** Asks an address once whether it answers. */
export function useProbe() {
  return useMutation({
    mutationFn: (targetBaseUrl: string) => api.post<UpstreamProbe>(`${list}/probe`, { targetBaseUrl }),
  });
}

/** Makes a proxy. */
export function useCreateProxy() {
  return useMutation({
    mutationFn: (wish: Pick<ProxyWish, 'name' | 'targetBaseUrl' | 'defaultPriceSats'> & Partial<ProxyWish>) =>
      api.post<Proxy>(list, wish),
    onSuccess: () => readProxiesAgain('proxies', 'quickstart'),
  });
}

/** Changes a proxy: what is absent stays. */
export function useChangeProxy(proxyId: string) {
  return useMutation({
    mutationFn: (change: Partial<ProxyWish>) => api.put<Proxy>(proxyApiPath(proxyId), change),
    onSuccess: () => readProxiesAgain('proxies', 'proxy-price-check', 'quickstart'),
  });
}

/** Removes a proxy with its prices and host names. */
export function useRemoveProxy() {
  return useMutation({
    mutationFn: (proxyId: string) => api.delete<undefined>(proxyApiPath(proxyId)),
    onSuccess: () => readProxiesAgain('proxies', 'quickstart'),
  });
}

/** Takes a proxy from the public for good. */
export function useUnpublishProxy() {
  return useMutation({
    mutationFn: ({ proxyId, reason }: { readonly proxyId: string; readonly reason: string }) =>
      api.post<unknown>(`${proxyApiPath(proxyId)}/unpublish`, reason === '' ? {} : { reason }),
    onSuccess: () => readProxiesAgain('proxies', 'quickstart'),
  });
}

/** Looks for the TXT records of a proxy's host names. */
export function useCheckHosts(proxyId: string) {
  return useMutation({
    mutationFn: () => api.post<{ hosts: readonly ProxyHost[] }>(`${proxyApiPath(proxyId)}/hosts/check`),
    onSuccess: () => readProxiesAgain('proxies'),
  });
}

/** Changes what is told in public. */
export function useChangeManifest(proxyId: string) {
  return useMutation({
    mutationFn: (change: ManifestChange) =>
      api.put<ManifestSettings>(`${proxyApiPath(proxyId)}/manifest/settings`, change),
    onSuccess: () => readProxiesAgain('proxy-manifest'),
  });
}
