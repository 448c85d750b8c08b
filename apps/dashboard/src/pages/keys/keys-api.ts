import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import type { NewApiKey, Scope } from '../../api/shapes/api-keys.js';

/** What a new key is to be. */
export interface KeyWish {
  readonly label: string;
  readonly scopes: readonly Scope[];
  /** RFC 3339; null: it never ends. */
  readonly expiresAt: string | null;
}

const path = '/api/merchant/api-keys';

async function readAgain(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
    queryClient.invalidateQueries({ queryKey: ['quickstart'] }),
  ]);
}

/** Makes a key in the mode of this tab. */
export function useCreateKey() {
  return useMutation({
    mutationFn: ({ label, scopes, expiresAt }: KeyWish) =>
      api.post<NewApiKey>(path, { label: label.trim() === '' ? null : label.trim(), scopes, expiresAt }),
    onSuccess: readAgain,
  });
}

/** Makes a key like another, which works on for a while. */
export function useRotateKey() {
  return useMutation({
    mutationFn: ({ id, overlapSeconds }: { readonly id: string; readonly overlapSeconds: number }) =>
      api.post<NewApiKey>(`${path}/${encodeURIComponent(id)}/rotate`, { overlapSeconds }),
    onSuccess: readAgain,
  });
}

/** Ends a key at once. */
export function useRevokeKey() {
  return useMutation({
    mutationFn: (id: string) => api.delete<undefined>(`${path}/${encodeURIComponent(id)}`),
    onSuccess: readAgain,
  });
}
