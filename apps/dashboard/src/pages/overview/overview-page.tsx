import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { overviewQuery } from '../../api/queries/sales-queries.js';
import { useMode } from '../../api/mode.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { Time } from '../../ui/time.js';
import { useStartProgress } from '../start/use-start-progress.js';
import { chosenDays, dayChoices, lastDays } from './day-range.js';
import { NothingSold } from './nothing-sold.js';
import { OverviewContent } from './overview-content.js';
import { SetupHint } from './setup-hint.js';

const route = getRouteApi('/signed-in/');

/** What was sold: revenue, challenges, what became of them, by day and by resource, and what was refused. */
export function OverviewPage() {
  const mode = useMode();
  const navigate = route.useNavigate();
  const days = chosenDays(route.useSearch().days);
  const { from, to } = lastDays(days, Date.now());
  const overview = useQuery(overviewQuery(mode, from, to));
  // The hint stands above the figures: they come together, so that nothing moves.
  const { query: start } = useStartProgress();
  const isKnown = start.data !== undefined || start.error !== null;
  return (
    <Page
      title="Overview"
      description={
        <>
          A day runs from midnight to midnight in UTC; today’s is not over yet.{' '}
          {overview.data !== undefined && (
            <>
              Updated <Time at={overview.data.asOf} />.
            </>
          )}
        </>
      }
      actions={
        <SegmentedControl
          aria-label="Time span"
          value={String(days)}
          onChange={(value) => void navigate({ search: { days: value }, replace: true })}
          data={dayChoices.map((count) => ({
            value: String(count),
            label: count === 365 ? '1 year' : `${count} days`,
          }))}
        />
      }
    >
      <QueryView query={isKnown ? overview : { ...overview, data: undefined }} height={760}>
        {(data) => (
          <>
            <SetupHint start={start.data} />
            {data.totals.challenges === 0 && data.previous.challenges === 0 ? (
              <NothingSold mode={mode} />
            ) : (
              <OverviewContent overview={data} days={days} />
            )}
          </>
        )}
      </QueryView>
    </Page>
  );
}
