import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import type { Invitation, MemberList } from '../../api/shapes/members.js';
import type { Role } from '../../api/shapes/session.js';

const readAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['members'] });
const pathOf = (userId: string): string => `/api/merchant/members/${encodeURIComponent(userId)}`;

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

/** Gives a member another role. */
export function useChangeRole() {
  return useMutation({
    mutationFn: ({ userId, role }: { readonly userId: string; readonly role: Role }) =>
      api.patch<unknown>(pathOf(userId), { role }),
    onSuccess: async () => {
      await Promise.all([readAgain(), queryClient.invalidateQueries({ queryKey: ['session'] })]);
    },
  });
}

/** Takes a member out; their sessions end for this merchant. */
export function useRemoveMember() {
  return useMutation({
    mutationFn: (userId: string) => api.delete<undefined>(pathOf(userId)),
    onSuccess: readAgain,
  });
}
