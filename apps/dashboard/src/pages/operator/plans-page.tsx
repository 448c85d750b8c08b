import { useQuery } from '@tanstack/react-query';
import type { Plan } from '../../api/shapes/plans.js';
import { Card } from '../../ui/card.js';
import { CodeBlock } from '../../ui/code-block.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { plansQuery } from '../plan/plan-api.js';
import { capWords, featureWords, priceWords } from '../plan/plan-words.js';
import { OperatorsOnly } from './operators-only.js';

const columns: readonly Column<Plan>[] = [
  {
    key: 'name',
    header: 'Plan',
    cell: ({ id, name }) => (
      <div>
        <strong>{name}</strong>
        <div className="tp-mono" style={{ color: 'var(--mantine-color-dimmed)' }}>
          {id}
        </div>
      </div>
    ),
  },
  { key: 'price', header: 'Price', cell: priceWords },
  {
    key: 'trial',
    header: 'Trial',
    wide: true,
    cell: ({ trialDays }) => (trialDays === 0 ? 'none' : `${String(trialDays)} days`),
  },
  { key: 'caps', header: 'Caps', wide: true, cell: ({ caps }) => capWords(caps).join(', ') },
  { key: 'features', header: 'Includes', wide: true, cell: (plan) => featureWords(plan).join(', ') || '–' },
];

/** The plans that the instance offers, as its configuration has them. */
export function PlansPage() {
  return (
    <OperatorsOnly title="Plans">
      <Plans />
    </OperatorsOnly>
  );
}

function Plans() {
  const plans = useQuery(plansQuery);
  return (
    <Page title="Plans" description="What merchants of this instance can have, as its configuration says.">
      <QueryView query={plans} height={280}>
        {(data) => (
          <Card title="Offered" flush>
            <DataTable caption="Plans" columns={columns} rows={data.plans} rowKey={({ id }) => id} />
          </Card>
        )}
      </QueryView>
      <Card
        title="To change them"
        description="PLANS names a set of ours or a file of your own; DEFAULT_PLAN is what new merchants get. Then start the instance anew."
      >
        <CodeBlock
          what="variables"
          code={
            'PLANS=/etc/turnpike/plans.json\nDEFAULT_PLAN=free\n# or the set of the hosted service:\nPLANS=hosted'
          }
        />
      </Card>
    </Page>
  );
}
