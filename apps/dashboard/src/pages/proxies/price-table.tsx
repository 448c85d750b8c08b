import { Switch } from '@mantine/core';
import type { ProxyPrice } from '../../api/shapes/proxies.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { span } from '../../ui/format.js';
import { Money } from '../../ui/money.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { RowMenu } from '../../ui/row-menu.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { byPrecedence } from './price-order.js';
import { useChangePrice } from './prices-api.js';

/** The rows, whether they may be changed, and what is told when one is to be. */
export interface PriceTableProps {
  readonly proxyId: string;
  readonly prices: readonly ProxyPrice[];
  readonly mayChange: boolean;
  readonly onDeed: (kind: 'change' | 'remove', price: ProxyPrice) => void;
}

/** The prices in the order in which the gateway prefers them. */
export function PriceTable({ proxyId, prices, mayChange, onDeed }: PriceTableProps) {
  const change = useChangePrice(proxyId);
  const toggle = ({ endpointId, isActive }: ProxyPrice): void =>
    change.mutate(
      { endpointId, isActive: !isActive },
      { onSuccess: (now) => notifyDone(now.isActive ? 'The price is in force.' : 'The price is off.') },
    );
  const columns: readonly Column<ProxyPrice>[] = [
    {
      key: 'path',
      header: 'Path',
      cell: ({ httpMethod, path, summary, isActive }) => (
        <div>
          <span className="tp-mono tp-break">
            {httpMethod} {path}
          </span>
          {summary !== null && <div style={{ color: 'var(--mantine-color-dimmed)' }}>{summary}</div>}
          {!isActive && (
            <div className="tp-narrow">
              <StatusBadge tone="calm">Off</StatusBadge>
            </div>
          )}
        </div>
      ),
    },
    { key: 'price', header: 'Price', align: 'right', cell: (price) => <Money sats={price.basePriceSats} /> },
    { key: 'terms', header: 'Good for', wide: true, cell: termsOf },
    {
      key: 'on',
      header: 'In force',
      wide: true,
      cell: (price) =>
        mayChange ? (
          <Switch
            aria-label={`In force: ${price.httpMethod} ${price.path}`}
            checked={price.isActive}
            onChange={() => toggle(price)}
          />
        ) : price.isActive ? (
          <StatusBadge tone="good">On</StatusBadge>
        ) : (
          <StatusBadge tone="calm">Off</StatusBadge>
        ),
    },
    {
      key: 'menu',
      header: <span className="tp-hidden">Actions</span>,
      align: 'right',
      cell: (price) =>
        mayChange ? (
          <RowMenu
            of={`${price.httpMethod} ${price.path}`}
            deeds={[
              { label: 'Change', icon: 'settings', onClick: () => onDeed('change', price) },
              {
                label: price.isActive ? 'Switch off' : 'Switch on',
                icon: price.isActive ? 'pause' : 'play',
                onClick: () => toggle(price),
              },
              { label: 'Remove', icon: 'trash', danger: true, onClick: () => onDeed('remove', price) },
            ]}
          />
        ) : null,
    },
  ];
  return (
    <>
      {change.error !== null && <ProblemNotice error={change.error} />}
      <DataTable
        caption="Prices"
        columns={columns}
        rows={byPrecedence(prices)}
        rowKey={({ endpointId }) => endpointId}
      />
    </>
  );
}

function termsOf({ maxUses, tokenValiditySeconds }: ProxyPrice): string {
  const uses =
    maxUses === null ? 'any number of requests' : maxUses === 1 ? 'one request' : `${maxUses} requests`;
  return tokenValiditySeconds === null ? uses : `${uses}, for ${span(tokenValiditySeconds)}`;
}
