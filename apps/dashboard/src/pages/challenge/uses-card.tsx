import { useQuery } from '@tanstack/react-query';
import type { Mode } from '../../api/mode.js';
import { usesQuery } from '../../api/queries/sales-queries.js';
import type { TokenUse } from '../../api/shapes/challenges.js';
import { Card } from '../../ui/card.js';
import { Copyable } from '../../ui/copyable.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { words } from '../../ui/format.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Time } from '../../ui/time.js';

const columns: readonly Column<TokenUse>[] = [
  { key: 'id', header: 'Use', cell: ({ useId }) => <Copyable value={useId} what="use id" /> },
  {
    key: 'state',
    header: 'State',
    cell: ({ state }) => (
      <StatusBadge tone={state === 'committed' ? 'good' : state === 'reserved' ? 'warn' : 'calm'}>
        {words(state)}
      </StatusBadge>
    ),
  },
  { key: 'request', header: 'Request id', wide: true, cell: ({ requestId }) => requestId ?? '–' },
  { key: 'created', header: 'Since', align: 'right', cell: ({ createdAt }) => <Time at={createdAt} /> },
];

/** The uses that have rows of their own; a plain use of an unlimited token is counted only. */
export function UsesCard({ mode, paymentHash }: { readonly mode: Mode; readonly paymentHash: string }) {
  const { data } = useQuery(usesQuery(mode, paymentHash));
  if (data === undefined || data.uses.length === 0) return null;
  return (
    <Card title="Uses" flush>
      <DataTable
        caption="Uses of the token"
        columns={columns}
        rows={data.uses}
        rowKey={({ useId }) => useId}
      />
    </Card>
  );
}
