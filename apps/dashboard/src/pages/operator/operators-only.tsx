import type { ReactNode } from 'react';
import { useSession } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Shows its content to whoever runs the instance, and to others what they would need. */
export function OperatorsOnly({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { operator } = useSession();
  if (operator) return children;
  return (
    <Page title={title}>
      <Card>
        <EmptyState icon="operator" title="Only for whoever runs this instance">
          An operator is named on the instance’s own machine:{' '}
          <span className="tp-mono">npm run turnpike -- operator grant you@example.com</span>
        </EmptyState>
      </Card>
    </Page>
  );
}
