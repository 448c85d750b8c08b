import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { Suspense, lazy, useMemo } from 'react';
import { useMode } from '../../api/mode.js';
import type { Proxy, ProxyFigures } from '../../api/shapes/proxies.js';
import { Card } from '../../ui/card.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { grouped, sats, share } from '../../ui/format.js';
import { Money } from '../../ui/money.js';
import { useNow } from '../../ui/now.js';
import { QueryView } from '../../ui/query-view.js';
import { chosenDays, lastDays } from '../overview/day-range.js';
import { figuresQuery } from './proxies-api.js';
import classes from './proxies.module.css';

const DayChart = lazy(() => import('../../charts/day-chart.js'));
const route = getRouteApi('/signed-in/proxies/$proxyId');
const chartHeight = 220;

type Row = ProxyFigures['resources'][number];

function columnsFor(base: string): readonly Column<Row>[] {
  return [
    {
      key: 'path',
      header: 'Path',
      cell: ({ resource }) => (
        <Link to="/challenges" search={{ resource }} className="tp-mono tp-break">
          {resource.slice(base.length) || '/'}
        </Link>
      ),
    },
    { key: 'sats', header: 'Revenue', align: 'right', cell: (row) => <Money sats={row.revenueSats} /> },
    {
      key: 'asked',
      header: 'Asked to pay',
      align: 'right',
      wide: true,
      cell: (row) => grouped(row.challenges),
    },
    { key: 'paid', header: 'Paid', align: 'right', cell: (row) => grouped(row.paidChallenges) },
    { key: 'uses', header: 'Requests', align: 'right', wide: true, cell: (row) => grouped(row.uses) },
  ];
}

/** What a proxy has brought, in so many days as the address says. */
export function FiguresCard({
  proxy,
  days: text,
}: {
  readonly proxy: Proxy;
  readonly days: string | undefined;
}) {
  const mode = useMode();
  const navigate = route.useNavigate();
  const days = chosenDays(text);
  const { from, to } = lastDays(days, useNow());
  const figures = useQuery({
    ...figuresQuery(mode, proxy.proxyId, from, to),
    placeholderData: keepPreviousData,
  });
  return (
    <Card
      title="Statistics"
      description="By day of UTC; about ten seconds behind."
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Days"
          value={String(days)}
          onChange={(value) => void navigate({ search: { days: value }, replace: true, resetScroll: false })}
          data={['7', '30', '90'].map((value) => ({ value, label: `${value} days` }))}
        />
      }
    >
      <QueryView query={figures} height={400}>
        {(data) => <Figures figures={data} proxyUrl={proxy.proxyUrl} />}
      </QueryView>
    </Card>
  );
}

function Figures({ figures, proxyUrl }: { readonly figures: ProxyFigures; readonly proxyUrl: string }) {
  const { totals, days, resources, from, to } = figures;
  const names = useMemo(() => days.map(({ day }) => day), [days]);
  const values = useMemo(() => days.map(({ revenueSats }) => revenueSats), [days]);
  const columns = useMemo(() => columnsFor(proxyUrl), [proxyUrl]);
  const told = [
    ['Revenue', <Money key="sats" sats={totals.revenueSats} />],
    ['Asked to pay', grouped(totals.challenges)],
    ['Paid', `${grouped(totals.paidChallenges)} (${share(totals.paidChallenges, totals.challenges)})`],
    ['Paid requests', grouped(totals.uses)],
  ] as const;
  return (
    <>
      <div className={classes['padded']}>
        <dl className={classes['figures']}>
          {told.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div style={{ height: chartHeight }}>
          <Suspense fallback={null}>
            <DayChart
              days={names}
              values={values}
              unit="sats"
              height={chartHeight}
              label={`Revenue by day from ${from} to ${to}: ${sats(totals.revenueSats)} in all.`}
            />
          </Suspense>
        </div>
      </div>
      {resources.length > 0 && (
        <DataTable
          caption="Revenue by path"
          columns={columns}
          rows={resources}
          rowKey={({ resource }) => resource}
        />
      )}
    </>
  );
}
