import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Settings. */
export function SettingsPage() {
  return (
    <Page title="Settings">
      <EmptyState icon="settings" title="Not here yet" />
    </Page>
  );
}
