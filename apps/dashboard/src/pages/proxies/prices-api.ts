import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import type { Imported, ProxyPrice } from '../../api/shapes/proxies.js';
import { proxyApiPath, readProxiesAgain } from './proxies-api.js';

/** What a price is to be. */
export type PriceWish = ProxyPrice;

/** An OpenAPI document, or where it is. */
export type ImportSource = { readonly url: string } | { readonly document: unknown };

const readAgain = (): Promise<void> => readProxiesAgain('proxy-prices', 'proxy-price-check');

/** Adds a price. */
export function useAddPrice(proxyId: string) {
  return useMutation({
    mutationFn: (wish: PriceWish) =>
      api.post<ProxyPrice>(`${proxyApiPath(proxyId)}/manifest/endpoints`, wish),
    onSuccess: readAgain,
  });
}

/** Changes a price; its id stays. */
export function useChangePrice(proxyId: string) {
  return useMutation({
    mutationFn: ({ endpointId, ...change }: Partial<PriceWish> & { readonly endpointId: string }) =>
      api.put<ProxyPrice>(
        `${proxyApiPath(proxyId)}/manifest/endpoints/${encodeURIComponent(endpointId)}`,
        change,
      ),
    onSuccess: readAgain,
  });
}

/** Removes a price; its paths cost what they would without it. */
export function useRemovePrice(proxyId: string) {
  return useMutation({
    mutationFn: (endpointId: string) =>
      api.delete<undefined>(`${proxyApiPath(proxyId)}/manifest/endpoints/${encodeURIComponent(endpointId)}`),
    onSuccess: readAgain,
  });
}

/** Tells what an import would do, and changes nothing. */
export function usePreviewImport(proxyId: string) {
  return useMutation({
    mutationFn: (source: ImportSource) =>
      api.post<Imported>(`${proxyApiPath(proxyId)}/manifest/import`, { ...source, dryRun: true }),
  });
}

/** Makes prices of an OpenAPI document. */
export function useImport(proxyId: string) {
  return useMutation({
    mutationFn: (source: ImportSource) =>
      api.post<Imported>(`${proxyApiPath(proxyId)}/manifest/import`, source),
    onSuccess: readAgain,
  });
}
