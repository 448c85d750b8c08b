import { SegmentedControl } from '@mantine/core';
import { Suspense, lazy, useMemo, useState } from 'react';
import type { Overview, SalesDay } from '../../api/shapes/statistics.js';
import { Card } from '../../ui/card.js';
import { grouped, sats } from '../../ui/format.js';
import { Figures } from './figures.js';
import { Funnel } from './funnel.js';
import { RefusalList } from './refusal-list.js';
import { ResourceTable } from './resource-table.js';
import classes from './overview-content.module.css';

const DayChart = lazy(() => import('../../charts/day-chart.js'));

const chartHeight = 280;

/** What a chart can show of each day. */
const measures = {
  revenueSats: { label: 'Revenue', unit: 'sats', read: (day: SalesDay) => day.revenueSats },
  challenges: { label: 'Challenges', unit: 'challenges', read: (day: SalesDay) => day.challenges },
  paidChallenges: { label: 'Paid', unit: 'paid challenges', read: (day: SalesDay) => day.paidChallenges },
  uses: { label: 'Uses', unit: 'uses', read: (day: SalesDay) => day.uses },
} as const;

type Measure = keyof typeof measures;

/** The figures, the chart, the funnel, the resources and the refusals of a time. */
export function OverviewContent({ overview, days }: { readonly overview: Overview; readonly days: number }) {
  const [measure, setMeasure] = useState<Measure>('revenueSats');
  const { label, unit, read } = measures[measure];
  const names = useMemo(() => overview.days.map(({ day }) => day), [overview.days]);
  const values = useMemo(() => overview.days.map(read), [overview.days, read]);
  const total = values.reduce((sum, value) => sum + value, 0);
  const words = measure === 'revenueSats' ? sats(total) : `${grouped(total)} ${unit}`;
  return (
    <>
      <Figures overview={overview} days={days} />
      <Card
        title="By day"
        actions={
          <SegmentedControl
            size="xs"
            aria-label="What the chart shows"
            value={measure}
            onChange={(value) => setMeasure(value as Measure)}
            data={Object.entries(measures).map(([value, one]) => ({ value, label: one.label }))}
          />
        }
      >
        <div style={{ height: chartHeight }}>
          <Suspense fallback={null}>
            <DayChart
              days={names}
              values={values}
              unit={unit}
              height={chartHeight}
              label={`${label} by day from ${overview.from} to ${overview.to}: ${words} in all.`}
            />
          </Suspense>
        </div>
      </Card>
      <div className={classes['pair']}>
        <Funnel totals={overview.totals} />
        <RefusalList refusals={overview.refusals} />
      </div>
      <ResourceTable resources={overview.resources} />
    </>
  );
}
