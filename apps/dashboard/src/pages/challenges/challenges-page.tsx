import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useMode } from '../../api/mode.js';
import { challengesQuery } from '../../api/queries/sales-queries.js';
import type { ChallengeFilter } from '../../api/queries/sales-queries.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { ChallengeFilters } from './challenge-filters.js';
import { ChallengeTable } from './challenge-table.js';

const route = getRouteApi('/signed-in/challenges');

/** All challenges of the mode, newest first; the filter stands in the address, so that it can be sent to somebody. */
export function ChallengesPage() {
  const mode = useMode();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(challengesQuery(mode, filter));
  const setFilter = (next: ChallengeFilter): void => {
    const given = Object.entries(next).filter(([, value]) => value !== undefined && value !== '');
    void navigate({ search: Object.fromEntries(given), replace: true });
  };
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <Page
      title="Challenges"
      description="Every invoice with its token: what was asked, paid, used and refused."
    >
      <Card flush>
        <ChallengeFilters filter={filter} onChange={setFilter} />
        <QueryView query={query} height={520}>
          {({ pages }) => {
            const challenges = pages.flatMap((page) => page.challenges);
            if (challenges.length === 0 && !query.hasNextPage)
              return <Nothing isNarrowed={isNarrowed} onClear={() => setFilter({})} />;
            return (
              <>
                {challenges.length === 0 ? (
                  <EmptyState icon="search" title="Nothing among the latest">
                    The search has looked at the latest challenges only, and can go on further back.
                  </EmptyState>
                ) : (
                  <ChallengeTable
                    challenges={challenges}
                    onOpen={({ paymentHash }) =>
                      void navigate({ to: '/challenges/$paymentHash', params: { paymentHash } })
                    }
                  />
                )}
                {query.hasNextPage && (
                  <div style={{ display: 'grid', placeItems: 'center', padding: 16 }}>
                    <Button
                      variant="default"
                      loading={query.isFetchingNextPage}
                      onClick={() => void query.fetchNextPage()}
                    >
                      {isNarrowed ? 'Search further back' : 'Show more'}
                    </Button>
                  </div>
                )}
              </>
            );
          }}
        </QueryView>
      </Card>
    </Page>
  );
}

function Nothing({ isNarrowed, onClear }: { readonly isNarrowed: boolean; readonly onClear: () => void }) {
  if (isNarrowed)
    return (
      <EmptyState
        icon="search"
        title="Nothing fits"
        action={
          <Button variant="default" onClick={onClear}>
            Clear the filter
          </Button>
        }
      >
        No challenge of this mode has all that the filter asks for. The other mode has challenges of its own.
      </EmptyState>
    );
  return (
    <EmptyState
      icon="challenges"
      title="No challenge yet"
      action={<Button renderRoot={(props) => <Link to="/start" {...props} />}>Open the setup guide</Button>}
    >
      Your server mints one for everybody who asks for a paid resource without a token. It stands here a
      moment later.
    </EmptyState>
  );
}
