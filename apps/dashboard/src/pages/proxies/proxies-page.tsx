import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMode } from '../../api/mode.js';
import type { Proxy } from '../../api/shapes/proxies.js';
import { useMay } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Icon } from '../../ui/icon.js';
import { Money } from '../../ui/money.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { Time } from '../../ui/time.js';
import { proxiesQuery } from './proxies-api.js';
import { ProxyState } from './proxy-state.js';

const columns: readonly Column<Proxy>[] = [
  {
    key: 'name',
    header: 'Name',
    cell: ({ proxyId, name, defaultPriceSats }) => (
      <div>
        <Link to="/proxies/$proxyId" params={{ proxyId }} className="tp-break">
          {name}
        </Link>
        <div className="tp-mono tp-break" style={{ color: 'var(--mantine-color-dimmed)' }}>
          {proxyId}
        </div>
        <div className="tp-narrow">
          <Money sats={defaultPriceSats} />
        </div>
      </div>
    ),
  },
  { key: 'state', header: 'State', cell: (proxy) => <ProxyState proxy={proxy} /> },
  {
    key: 'upstream',
    header: 'Upstream',
    wide: true,
    cell: ({ targetBaseUrl }) => <span className="tp-mono tp-break">{targetBaseUrl}</span>,
  },
  {
    key: 'price',
    header: 'Default price',
    align: 'right',
    wide: true,
    cell: ({ defaultPriceSats }) => <Money sats={defaultPriceSats} />,
  },
  { key: 'created', header: 'Made', wide: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
];

/** The APIs that are sold through the gateway. */
export function ProxiesPage() {
  const mode = useMode();
  const mayChange = useMay('developer');
  const navigate = useNavigate();
  const proxies = useQuery(proxiesQuery(mode));
  const newButton = (
    <Button
      leftSection={<Icon name="plus" size={16} />}
      renderRoot={(props) => <Link to="/proxies/new" {...props} />}
    >
      New proxy
    </Button>
  );
  return (
    <Page
      title="Proxies"
      description={`APIs that are sold as they are, without a line of code: the gateway asks for payment and passes paid requests on. These are of ${mode} mode.`}
      actions={mayChange ? newButton : undefined}
    >
      <QueryView query={proxies} height={420}>
        {({ proxies: all }) =>
          all.length === 0 ? (
            <Card>
              <EmptyState
                icon="proxy"
                title={`No proxy in ${mode} mode yet`}
                action={mayChange ? newButton : undefined}
              >
                Give the address of an API that you run, and get one that answers 402 until it is paid.{' '}
                {mode === 'test'
                  ? 'Here payments are play money, so try all of it before you switch to live.'
                  : 'Payments go straight into your wallet. Try it in test mode first.'}
              </EmptyState>
            </Card>
          ) : (
            <Card flush>
              <DataTable
                caption="Proxies"
                columns={columns}
                rows={all}
                rowKey={({ proxyId }) => proxyId}
                onRow={({ proxyId }) => void navigate({ to: '/proxies/$proxyId', params: { proxyId } })}
              />
            </Card>
          )
        }
      </QueryView>
    </Page>
  );
}
