import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Sign up. */
export function SignUpPage() {
  return (
    <Page title="Sign up">
      <EmptyState icon="key" title="Not here yet" />
    </Page>
  );
}
