import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import type { Wallet, WalletRole } from '../../api/shapes/wallets.js';

/** A wallet to be connected. */
export interface WalletWish {
  readonly kind: string;
  readonly label: string | null;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly role: WalletRole;
  readonly acceptSpendRisk: boolean;
}

/** What is to be different about a wallet; what is absent stays. */
export interface WalletChange {
  readonly id: string;
  readonly label?: string;
  readonly role?: WalletRole;
}

/** Wallets belong to live mode, whatever mode the tab is in. */
const live = { mode: 'live' } as const;
const pathOf = (id: string): string => `/api/merchant/wallets/${encodeURIComponent(id)}`;

async function readAgain(): Promise<void> {
  const keys = ['wallets', 'quickstart', 'account'];
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
}

/** Tries a wallet out, and connects it if that went well. */
export function useConnectWallet() {
  return useMutation({
    mutationFn: (wish: WalletWish) => api.post<Wallet>('/api/merchant/wallets', wish, live),
    onSuccess: readAgain,
  });
}

/** Tries a connected wallet out again. */
export function useCheckWallet() {
  return useMutation({
    mutationFn: (id: string) => api.post<Wallet>(`${pathOf(id)}/check`, {}, live),
    onSettled: readAgain,
  });
}

/** Gives a wallet another label or role. */
export function useChangeWallet() {
  return useMutation({
    mutationFn: ({ id, ...change }: WalletChange) => api.patch<Wallet>(pathOf(id), change, live),
    onSuccess: readAgain,
  });
}

/** Removes a wallet with its credentials. */
export function useRemoveWallet() {
  return useMutation({
    mutationFn: (id: string) => api.delete<undefined>(pathOf(id), undefined, live),
    onSuccess: readAgain,
  });
}
