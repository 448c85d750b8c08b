import { Link } from '@tanstack/react-router';
import { EmptyState } from '../ui/empty-state.js';
import { Page } from '../ui/page.js';

/** An address that no page has. */
export function NotFoundPage() {
  return (
    <div style={{ padding: 32 }}>
      <Page title="There is no such page">
        <EmptyState
          icon="search"
          title="Nothing stands at this address"
          action={<Link to="/">Go to the overview</Link>}
        >
          The address may have been mistyped, or the page has moved.
        </EmptyState>
      </Page>
    </div>
  );
}
