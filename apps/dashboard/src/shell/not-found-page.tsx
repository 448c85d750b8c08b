import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Card } from '../ui/card.js';
import { EmptyState } from '../ui/empty-state.js';
import { Page } from '../ui/page.js';

/** An address that no page has. */
export function NotFoundPage() {
  return (
    <Page title="There is no such page">
      <Card>
        <EmptyState
          icon="search"
          title="Nothing stands at this address"
          action={<Button renderRoot={(props) => <Link to="/" {...props} />}>Go to the overview</Button>}
        >
          The address may have been mistyped, or the page has moved.
        </EmptyState>
      </Card>
    </Page>
  );
}
