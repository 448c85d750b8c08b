import { Link } from '@tanstack/react-router';
import type { SalesOfResource } from '../../api/shapes/statistics.js';
import { Card } from '../../ui/card.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { grouped, share } from '../../ui/format.js';
import { Money } from '../../ui/money.js';

const columns: readonly Column<SalesOfResource>[] = [
  {
    key: 'resource',
    header: 'Resource',
    cell: ({ resource }) => (
      <Link to="/challenges" search={{ resource }} className="tp-mono tp-break">
        {resource}
      </Link>
    ),
  },
  { key: 'revenue', header: 'Revenue', align: 'right', cell: (row) => <Money sats={row.revenueSats} /> },
  {
    key: 'challenges',
    header: 'Challenges',
    align: 'right',
    wide: true,
    cell: (row) => <Count of={row.challenges} />,
  },
  { key: 'paid', header: 'Paid', align: 'right', cell: (row) => share(row.paidChallenges, row.challenges) },
  { key: 'uses', header: 'Uses', align: 'right', wide: true, cell: (row) => <Count of={row.uses} /> },
];

function Count({ of }: { readonly of: number }) {
  return <span className="tp-number">{grouped(of)}</span>;
}

/** What sells best. */
export function ResourceTable({ resources }: { readonly resources: readonly SalesOfResource[] }) {
  if (resources.length === 0) return null;
  return (
    <Card title="Resources" description="The twenty that earned most." flush>
      <DataTable
        caption="Sales by resource"
        columns={columns}
        rows={resources}
        rowKey={({ resource }) => resource}
      />
    </Card>
  );
}
