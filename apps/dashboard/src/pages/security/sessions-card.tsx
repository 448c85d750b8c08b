import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { OwnSession } from '../../api/shapes/security.js';
import { Card } from '../../ui/card.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { QueryView } from '../../ui/query-view.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Time } from '../../ui/time.js';
import { browserName } from './browser-name.js';
import { ownSessionsQuery, useEndSession } from './security-api.js';

/** Where the person is signed in now; each session can be ended. */
export function SessionsCard() {
  const sessions = useQuery(ownSessionsQuery);
  const end = useEndSession();
  const columns: readonly Column<OwnSession>[] = [
    {
      key: 'browser',
      header: 'Browser',
      cell: ({ userAgent, address }) => (
        <div title={userAgent ?? undefined}>
          <strong>{browserName(userAgent)}</strong>
          <div className="tp-mono" style={{ color: 'var(--mantine-color-dimmed)' }}>
            {address ?? 'unknown network'}
          </div>
        </div>
      ),
    },
    { key: 'seen', header: 'Last seen', cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
    { key: 'since', header: 'Since', wide: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
    { key: 'ends', header: 'Ends', wide: true, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
    {
      key: 'end',
      header: <span className="tp-hidden">End</span>,
      align: 'right',
      cell: ({ id, current, userAgent }) =>
        current ? (
          <StatusBadge tone="good">This one</StatusBadge>
        ) : (
          <Button
            variant="subtle"
            color="red"
            size="compact-xs"
            aria-label={`End the session of ${browserName(userAgent)}`}
            loading={end.isPending && end.variables === id}
            onClick={() => end.mutate(id, { onSuccess: () => notifyDone('The session has ended.') })}
          >
            End
          </Button>
        ),
    },
  ];
  return (
    <Card
      title="Sessions"
      description="Where you are signed in. Each ends by itself after twelve hours."
      flush
    >
      {end.error !== null && <ProblemNotice error={end.error} />}
      <QueryView query={sessions} height={140}>
        {(data) => (
          <DataTable caption="Sessions" columns={columns} rows={data.sessions} rowKey={({ id }) => id} />
        )}
      </QueryView>
    </Card>
  );
}
