import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Plans. */
export function PlansPage() {
  return (
    <Page title="Plans">
      <EmptyState icon="plan" title="Not here yet" />
    </Page>
  );
}
