import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Mode } from '../../api/mode.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';

/** Before the first challenge: what will stand here, and the way to it. */
export function NothingSold({ mode }: { readonly mode: Mode }) {
  const action = (
    <Button renderRoot={(props) => <Link to="/start" {...props} />}>
      {mode === 'test' ? 'Make a test challenge' : 'Open the setup guide'}
    </Button>
  );
  return (
    <Card>
      <EmptyState icon="overview" title={`Nothing sold in ${mode} mode yet`} action={action}>
        {mode === 'test'
          ? 'Your server asks for a challenge when somebody wants a paid resource. One curl is enough to see it here: the guide has it ready, with your own test key.'
          : 'Revenue, paid share and the resources that sell appear with the first challenge that a live key mints. You need a connected wallet and a live key.'}
      </EmptyState>
    </Card>
  );
}
