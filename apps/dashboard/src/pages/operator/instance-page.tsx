import { useQuery } from '@tanstack/react-query';
import type { InstanceState } from '../../api/shapes/operator.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { InstanceFacts } from './instance-facts.js';
import { KeyRings } from './key-rings.js';
import { instanceStateQuery } from './operator-api.js';
import { OperatorsOnly } from './operators-only.js';
import { QueuesCard } from './queues-card.js';
import { VariablesCard } from './variables-card.js';
import { WalletCounts } from './wallet-counts.js';
import classes from './instance-page.module.css';

/** How the instance stands: what runs, its queues, the wallets of all merchants, and its keys. */
export function InstancePage() {
  return (
    <OperatorsOnly title="Instance">
      <Instance />
    </OperatorsOnly>
  );
}

function Instance() {
  const state = useQuery(instanceStateQuery);
  return (
    <Page title="Instance" description="How the whole installation stands. Read again every 15 seconds.">
      <QueryView query={state} height={760}>
        {(data) => <InstanceView state={data} />}
      </QueryView>
    </Page>
  );
}

function InstanceView({ state }: { readonly state: InstanceState }) {
  return (
    <>
      <div className={classes['pair']}>
        <InstanceFacts state={state} />
        <WalletCounts wallets={state.wallets} />
      </div>
      <QueuesCard queues={state.queues} />
      <KeyRings keys={state.keys} />
      <VariablesCard settings={state.settings} />
    </>
  );
}
