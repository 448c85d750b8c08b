import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Mail outbox. */
export function MailsPage() {
  return (
    <Page title="Mail outbox">
      <EmptyState icon="mail" title="Not here yet" />
    </Page>
  );
}
