import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import type { Mode } from '../../api/mode.js';
import { queryClient } from '../../api/query-client.js';
import type { EventPage } from '../../api/shapes/events.js';
import type { DeliveryPage, Webhook, WebhookWithSecret } from '../../api/shapes/webhooks.js';

/** What a webhook is to be. */
export interface WebhookWish {
  readonly url: string;
  /** Empty: all but those that have to be named. */
  readonly events: readonly string[];
  readonly description: string;
}

/** What is to be different about a webhook; what is absent stays. */
export interface WebhookChange extends Partial<WebhookWish> {
  readonly id: string;
  readonly enabled?: boolean;
}

const list = '/api/merchant/webhooks';
const pathOf = (id: string): string => `${list}/${encodeURIComponent(id)}`;
const pageSize = 25;
const pendingPollMillis = 3_000;

async function readAgain(...keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
}

/** The webhooks of a mode, newest first. */
export const webhooksQuery = (mode: Mode) =>
  queryOptions({
    queryKey: ['webhooks', mode],
    queryFn: ({ signal }) => api.get<{ webhooks: readonly Webhook[] }>(list, { mode, signal }),
  });

/** What was sent to a webhook, newest first; read again while something is on its way. */
export const deliveriesQuery = (mode: Mode, webhookId: string) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', mode, webhookId],
    queryFn: ({ signal, pageParam }) =>
      api.get<DeliveryPage>(`${pathOf(webhookId)}/deliveries`, {
        mode,
        signal,
        query: { limit: pageSize, cursor: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => {
      const [first] = state.data?.pages ?? [];
      return first?.deliveries.some((one) => one.state === 'pending') === true ? pendingPollMillis : false;
    },
  });

/** What happened in the last 30 days, newest first. */
export const eventsQuery = (mode: Mode, type: string) =>
  infiniteQueryOptions({
    queryKey: ['events', mode, type],
    queryFn: ({ signal, pageParam }) =>
      api.get<EventPage>('/api/merchant/events', {
        mode,
        signal,
        query: { type, limit: pageSize, cursor: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Makes a webhook. */
export function useCreateWebhook() {
  return useMutation({
    mutationFn: ({ url, events, description }: WebhookWish) =>
      api.post<WebhookWithSecret>(list, {
        url,
        ...(events.length === 0 ? {} : { events }),
        ...(description === '' ? {} : { description }),
      }),
    onSuccess: () => readAgain('webhooks', 'quickstart'),
  });
}

/** Changes a webhook, or switches it on or off. */
export function useChangeWebhook() {
  return useMutation({
    mutationFn: ({ id, ...change }: WebhookChange) => api.patch<Webhook>(pathOf(id), change),
    onSuccess: () => readAgain('webhooks', 'deliveries'),
  });
}

/** Removes a webhook with its secret. */
export function useRemoveWebhook() {
  return useMutation({
    mutationFn: (id: string) => api.delete<undefined>(pathOf(id)),
    onSuccess: () => readAgain('webhooks', 'quickstart'),
  });
}

/** Gives a webhook a new secret; the old one signs on for a day. */
export function useRotateSecret() {
  return useMutation({
    mutationFn: (id: string) => api.post<WebhookWithSecret>(`${pathOf(id)}/rotate-secret`),
  });
}

/** Sends a `webhook.test` to one webhook. */
export function useTestWebhook() {
  return useMutation({
    mutationFn: (id: string) => api.post<unknown>(`${pathOf(id)}/test`),
    onSuccess: () => readAgain('deliveries', 'events'),
  });
}

/** Sends an event again: to one webhook, or to all that want it. */
export function useReplayEvent() {
  return useMutation({
    mutationFn: ({ eventId, endpointId }: { readonly eventId: string; readonly endpointId?: string }) =>
      api.post<unknown>(
        `/api/merchant/events/${encodeURIComponent(eventId)}/replay`,
        endpointId === undefined ? {} : { endpointId },
      ),
    onSuccess: () => readAgain('deliveries'),
  });
}
