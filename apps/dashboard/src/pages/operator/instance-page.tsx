import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Instance. */
export function InstancePage() {
  return (
    <Page title="Instance">
      <EmptyState icon="operator" title="Not here yet" />
    </Page>
  );
}
