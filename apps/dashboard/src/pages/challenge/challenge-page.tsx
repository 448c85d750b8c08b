import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { ApiProblem } from '../../api/api-problem.js';
import { useMode } from '../../api/mode.js';
import { challengeQuery } from '../../api/queries/sales-queries.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { useMay } from '../../session/use-session.js';
import { ChallengeFacts } from './challenge-facts.js';
import { InvoiceCard } from './invoice-card.js';
import { RevokeButton } from './revoke-button.js';
import { TimelineCard } from './timeline-card.js';
import { UsesCard } from './uses-card.js';
import classes from './challenge-page.module.css';

const route = getRouteApi('/signed-in/challenges/$paymentHash');

/** One challenge: what was asked, what became of it, every use and every refusal. */
export function ChallengePage() {
  const mode = useMode();
  const { paymentHash } = route.useParams();
  const query = useQuery(challengeQuery(mode, paymentHash));
  const mayRevoke = useMay('developer');
  const { data } = query;
  const isMissing = query.error instanceof ApiProblem && query.error.status === 404;
  return (
    <Page
      title={data?.resource ?? 'Challenge'}
      back={<Link to="/challenges">Challenges</Link>}
      actions={
        mayRevoke && data?.revokedAt === null ? <RevokeButton challenge={data} mode={mode} /> : undefined
      }
    >
      {isMissing ? (
        <Card>
          <EmptyState icon="search" title={`No such challenge in ${mode} mode`}>
            Switch to {mode === 'test' ? 'live' : 'test'} mode if it belongs there. Challenges are removed a
            day after their token has expired.
          </EmptyState>
        </Card>
      ) : (
        <QueryView query={query} height={620}>
          {(challenge) => (
            <div className={classes['columns']}>
              <div className={classes['column']}>
                <ChallengeFacts challenge={challenge} />
                <InvoiceCard challenge={challenge} mode={mode} />
              </div>
              <div className={classes['column']}>
                <TimelineCard mode={mode} paymentHash={paymentHash} />
                <UsesCard mode={mode} paymentHash={paymentHash} />
              </div>
            </div>
          )}
        </QueryView>
      )}
    </Page>
  );
}
