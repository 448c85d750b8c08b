import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import type { Invitation, KeysLeft, MemberList } from '../../api/shapes/members.js';
import type { Role } from '../../api/shapes/session.js';

const readAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['members'] });
const readKeysAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['api-keys'] });
const pathOf = (userId: string): string => `/api/merchant/members/${encodeURIComponent(userId)}`;

interface Deed {
  readonly userId: string;
  readonly revokeKeys: boolean;
}

/** Who may sign in for the merchant, and who was asked to. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) => api.get<MemberList>('/api/merchant/members', { signal }),
});

/** Asks somebody by mail to join; asked again, only the last mail opens. */
export function useInvite() {
  return useMutation({
    mutationFn: (wish: { readonly email: string; readonly role: Role }) =>
      api.post<Invitation>('/api/merchant/invitations', wish),
    onSuccess: readAgain,
  });
}

/** Takes an invitation back. */
export function useWithdraw() {
  return useMutation({
    mutationFn: (id: string) => api.delete<undefined>(`/api/merchant/invitations/${encodeURIComponent(id)}`),
    onSuccess: readAgain,
  });
}

/** Gives a member another role, and ends the keys that they made and now could not make, if asked. */
export function useChangeRole() {
  return useMutation({
    mutationFn: ({ userId, role, revokeKeys }: Deed & { readonly role: Role }) =>
      api.patch<KeysLeft>(pathOf(userId), { role }, { query: { revokeKeys } }),
    onSuccess: async () => {
      await Promise.all([
        readAgain(),
        readKeysAgain(),
        queryClient.invalidateQueries({ queryKey: ['session'] }),
      ]);
    },
  });
}

/** Takes a member out; their sessions end for this merchant, and the keys that they made if asked. */
export function useRemoveMember() {
  return useMutation({
    mutationFn: ({ userId, revokeKeys }: Deed) =>
      api.delete<KeysLeft>(pathOf(userId), undefined, { query: { revokeKeys } }),
    onSuccess: async () => {
      await Promise.all([readAgain(), readKeysAgain()]);
    },
  });
}
