import { Button } from '@mantine/core';
import { Link, Outlet, useMatches } from '@tanstack/react-router';
import { useSession } from '../session/use-session.js';
import { Card } from '../ui/card.js';
import { EmptyState } from '../ui/empty-state.js';
import { Page } from '../ui/page.js';

/** The pages that need no merchant. */
const ownPages = /^\/(operator|security)(\/|$)/;

/** The page that was chosen; for who belongs to no merchant, what that means and where to go instead. */
export function MerchantOutlet() {
  const { role, operator } = useSession();
  // Of the page that is drawn: the address may be that of the next one already.
  const path = useMatches({ select: (matches) => matches.at(-1)?.fullPath ?? '' });
  if (role !== null || ownPages.test(path)) return <Outlet />;
  const action = operator ? (
    <Button renderRoot={(props) => <Link to="/operator" {...props} />}>Go to the instance</Button>
  ) : (
    <Button renderRoot={(props) => <Link to="/sign-up" {...props} />}>Open a merchant of your own</Button>
  );
  return (
    <Page title="No merchant">
      <Card>
        <EmptyState icon="members" title="You belong to no merchant" action={action}>
          Ask an owner of the merchant that you work for to invite you.
        </EmptyState>
      </Card>
    </Page>
  );
}
