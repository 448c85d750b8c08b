import { Link, useNavigate } from '@tanstack/react-router';
import type { Merchant } from '../../api/shapes/operator.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { words } from '../../ui/format.js';
import { Time } from '../../ui/time.js';
import { MerchantState } from './merchant-state.js';

const columns: readonly Column<Merchant>[] = [
  {
    key: 'name',
    header: 'Merchant',
    cell: ({ merchantId, name, email }) => (
      <div className="tp-break">
        <Link to="/operator/merchants/$merchantId" params={{ merchantId: String(merchantId) }}>
          {name}
        </Link>
        <div style={{ color: 'var(--mantine-color-dimmed)' }}>{email}</div>
      </div>
    ),
  },
  { key: 'state', header: 'State', cell: (merchant) => <MerchantState merchant={merchant} /> },
  { key: 'plan', header: 'Plan', wide: true, cell: ({ planTier }) => words(planTier) },
  {
    key: 'id',
    header: 'Id',
    wide: true,
    cell: ({ merchantId }) => <span className="tp-number">{merchantId}</span>,
  },
  { key: 'since', header: 'Since', wide: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
];

/** Merchants, each leading to its own page. */
export function MerchantTable({ merchants }: { readonly merchants: readonly Merchant[] }) {
  const navigate = useNavigate();
  const open = ({ merchantId }: Merchant): void =>
    void navigate({ to: '/operator/merchants/$merchantId', params: { merchantId: String(merchantId) } });
  return (
    <DataTable
      caption="Merchants"
      columns={columns}
      rows={merchants}
      rowKey={({ merchantId }) => String(merchantId)}
      onRow={open}
    />
  );
}
