import { queryOptions } from '@tanstack/react-query';
import { api } from '../client.js';
import type { Mode } from '../mode.js';
import type { Account, Quickstart } from '../shapes/account.js';
import type { ApiKey } from '../shapes/api-keys.js';
import type { WalletList } from '../shapes/wallets.js';

/** The merchant that the session speaks for. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => api.get<Account>('/api/merchant/me', { signal }),
});

/** How far setting up has come. It is the same in both modes. */
export const quickstartQuery = queryOptions({
  queryKey: ['quickstart'],
  queryFn: ({ signal }) => api.get<Quickstart>('/api/merchant/quickstart', { signal }),
});

/** The API keys of a mode, newest first. */
export const apiKeysQuery = (mode: Mode) =>
  queryOptions({
    queryKey: ['api-keys', mode],
    queryFn: ({ signal }) =>
      api.get<{ apiKeys: readonly ApiKey[] }>('/api/merchant/api-keys', { mode, signal }),
  });

/** The wallets with what should be looked at; there are none in test mode. */
export const walletsQuery = (mode: Mode) =>
  queryOptions({
    queryKey: ['wallets', mode],
    queryFn: ({ signal }) => api.get<WalletList>('/api/merchant/wallets', { mode, signal }),
  });
