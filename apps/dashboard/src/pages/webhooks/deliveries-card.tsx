import { ActionIcon, Tooltip } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Mode } from '../../api/mode.js';
import type { Delivery, Webhook } from '../../api/shapes/webhooks.js';
import { Card } from '../../ui/card.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Icon } from '../../ui/icon.js';
import { LoadMore } from '../../ui/load-more.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { QueryView } from '../../ui/query-view.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Time } from '../../ui/time.js';
import { deliveryError, deliveryState } from './delivery-words.js';
import { deliveriesQuery, useReplayEvent } from './webhooks-api.js';

/** A webhook, its mode, and whether its events may be sent again. */
export interface DeliveriesCardProps {
  readonly mode: Mode;
  readonly webhook: Webhook;
  readonly mayReplay: boolean;
}

/** What was sent to a webhook: what arrived, what is tried again and when, and what was given up. */
export function DeliveriesCard({ mode, webhook, mayReplay }: DeliveriesCardProps) {
  const deliveries = useInfiniteQuery(deliveriesQuery(mode, webhook.id));
  const replay = useReplayEvent();
  const columns: readonly Column<Delivery>[] = [
    {
      key: 'type',
      header: 'Event',
      cell: (delivery) => (
        <div>
          <span className="tp-mono">{delivery.type}</span>
          {delivery.state !== 'delivered' && delivery.attempts > 0 && (
            <div style={{ color: 'var(--mantine-color-dimmed)' }}>{deliveryError(delivery)}</div>
          )}
        </div>
      ),
    },
    {
      key: 'state',
      header: 'State',
      cell: (delivery) => {
        const { word, tone } = deliveryState(delivery);
        return <StatusBadge tone={tone}>{word}</StatusBadge>;
      },
    },
    { key: 'attempts', header: 'Tries', align: 'right', wide: true, cell: ({ attempts }) => attempts },
    { key: 'next', header: 'Next try', wide: true, cell: ({ nextAttemptAt }) => <Time at={nextAttemptAt} /> },
    { key: 'at', header: 'Made', wide: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
    {
      key: 'again',
      header: <span className="tp-hidden">Send again</span>,
      align: 'right',
      cell: ({ eventId, type }) =>
        mayReplay && webhook.enabled ? (
          <Tooltip label="Send again">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Send again: ${type}`}
              loading={replay.isPending && replay.variables.eventId === eventId}
              onClick={() =>
                replay.mutate(
                  { eventId, endpointId: webhook.id },
                  { onSuccess: () => notifyDone('It is sent again.') },
                )
              }
            >
              <Icon name="refresh" />
            </ActionIcon>
          </Tooltip>
        ) : null,
    },
  ];
  return (
    <Card
      title="Deliveries"
      description="Retried after 5 s, 5 min, 30 min, then hours, for about three days."
      flush
    >
      {replay.error !== null && <ProblemNotice error={replay.error} />}
      <QueryView query={deliveries} height={300}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.deliveries);
          if (rows.length === 0)
            return (
              <EmptyState icon="play" title="Nothing was sent yet">
                Send a test event to see whether your server gets it and the signature holds.
              </EmptyState>
            );
          return (
            <>
              <DataTable caption="Deliveries" columns={columns} rows={rows} rowKey={({ id }) => id} />
              <LoadMore pages={deliveries} />
            </>
          );
        }}
      </QueryView>
    </Card>
  );
}
