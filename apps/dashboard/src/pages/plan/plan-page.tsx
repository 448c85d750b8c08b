import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMode } from '../../api/mode.js';
import { instanceQuery } from '../../api/queries/session-queries.js';
import type { Plan, Subscription } from '../../api/shapes/plans.js';
import { useMay } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { BuyPlanDialog } from './buy-plan-dialog.js';
import { PlanList } from './plan-list.js';
import { plansQuery, subscriptionQuery } from './plan-api.js';
import { StandingCard } from './standing-card.js';
import { UsageCard } from './usage-card.js';

/** How the merchant stands: plan, what of its caps is used, and what another plan would give. */
export function PlanPage() {
  const mode = useMode();
  const plans = useQuery(plansQuery);
  const subscription = useQuery(subscriptionQuery);
  const areSold = useQuery(instanceQuery).data?.plansOffered === true;
  return (
    <Page title="Usage & plan" description="What you have, how much of it is used, and what else there is.">
      <QueryView query={subscription} height={150}>
        {(data) => (
          <StandingCard subscription={data} plan={plans.data?.plans.find(({ id }) => id === data.planTier)} />
        )}
      </QueryView>
      <UsageCard mode={mode} />
      <QueryView query={plans} height={320}>
        {(data) =>
          subscription.data === undefined || (data.plans.length < 2 && !areSold) ? null : (
            <Plans plans={data.plans} subscription={subscription.data} areSold={areSold} />
          )
        }
      </QueryView>
    </Page>
  );
}

interface PlansProps {
  readonly plans: readonly Plan[];
  readonly subscription: Subscription;
  readonly areSold: boolean;
}

function Plans({ plans, subscription, areSold }: PlansProps) {
  const mayBuy = useMay('owner');
  const [chosen, setChosen] = useState<{ readonly plan: Plan; readonly before: Subscription } | null>(null);
  return (
    <Card
      title="Plans"
      description={
        !areSold
          ? 'This instance sells none itself: its operator gives them.'
          : mayBuy
            ? 'Paid over Lightning, a month at a time. Nothing is renewed by itself.'
            : 'Paid over Lightning, a month at a time. Only owners can buy.'
      }
    >
      <PlanList
        plans={plans}
        subscription={subscription}
        areSold={areSold}
        mayBuy={mayBuy}
        onBuy={(plan) => setChosen({ plan, before: subscription })}
      />
      <BuyPlanDialog
        plan={chosen?.plan ?? null}
        before={chosen?.before ?? subscription}
        current={plans.find(({ id }) => id === (chosen?.before ?? subscription).planTier)}
        onClose={() => setChosen(null)}
      />
    </Card>
  );
}
