import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Usage &amp; plan. */
export function PlanPage() {
  return (
    <Page title="Usage &amp; plan">
      <EmptyState icon="plan" title="Not here yet" />
    </Page>
  );
}
