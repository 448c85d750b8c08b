import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Token inspector. */
export function InspectorPage() {
  return (
    <Page title="Token inspector">
      <EmptyState icon="inspect" title="Not here yet" />
    </Page>
  );
}
