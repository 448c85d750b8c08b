import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import type { OwnSession, Passkey, TotpSecret } from '../../api/shapes/security.js';

/** The sessions of the person who is signed in, the latest first. */
export const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: ({ signal }) => api.get<{ sessions: readonly OwnSession[] }>('/api/session/all', { signal }),
});

/** The passkeys of the person who is signed in. */
export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => api.get<{ passkeys: readonly Passkey[] }>('/api/session/passkeys', { signal }),
});

async function readAgain(...keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
}

/** Sets a password; all other sessions end. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (wish: { readonly currentPassword?: string; readonly newPassword: string }) =>
      api.post<undefined>('/api/session/password', wish),
    onSuccess: () => readAgain('session', 'own-sessions'),
  });
}

/** Makes a secret for an authenticator. */
export function useBeginTotp() {
  return useMutation({ mutationFn: () => api.post<TotpSecret>('/api/session/totp') });
}

/** Confirms an authenticator by a code of it, and gives the recovery codes. */
export function useConfirmTotp() {
  return useMutation({
    mutationFn: (code: string) =>
      api.post<{ readonly recoveryCodes: readonly string[] }>('/api/session/totp/confirm', { code }),
    onSuccess: () => readAgain('session'),
  });
}

/** Takes the second factor away, by a code of it. */
export function useEndTotp() {
  return useMutation({
    mutationFn: (code: string) => api.delete<undefined>('/api/session/totp', { code }),
    onSuccess: () => readAgain('session'),
  });
}

/** Has the browser make a passkey, and keeps its public half. */
export function useAddPasskey() {
  return useMutation({
    mutationFn: async (label: string) => {
      const { startRegistration } = await import('@simplewebauthn/browser');
      const options = await api.post<Parameters<typeof startRegistration>[0]['optionsJSON']>(
        '/api/session/passkeys/options',
      );
      const response = await startRegistration({ optionsJSON: options });
      return api.post<unknown>('/api/session/passkeys', { response, ...(label === '' ? {} : { label }) });
    },
    onSuccess: () => readAgain('passkeys', 'session'),
  });
}

/** Removes a passkey. */
export function useRemovePasskey() {
  return useMutation({
    mutationFn: (id: string) => api.delete<undefined>(`/api/session/passkeys/${encodeURIComponent(id)}`),
    onSuccess: () => readAgain('passkeys', 'session'),
  });
}

/** Ends another session. */
export function useEndSession() {
  return useMutation({
    mutationFn: (id: string) => api.delete<undefined>(`/api/session/all/${encodeURIComponent(id)}`),
    onSuccess: () => readAgain('own-sessions'),
  });
}
