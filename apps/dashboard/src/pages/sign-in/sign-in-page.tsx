import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Sign in. */
export function SignInPage() {
  return (
    <Page title="Sign in">
      <EmptyState icon="key" title="Not here yet" />
    </Page>
  );
}
