import type { Plan, Subscription } from '../../api/shapes/plans.js';
import { Card } from '../../ui/card.js';
import { Facts } from '../../ui/facts.js';
import { words } from '../../ui/format.js';
import { Note } from '../../ui/note.js';
import { useNow } from '../../ui/now.js';
import { StatusBadge } from '../../ui/status-badge.js';
import type { Tone } from '../../ui/status-badge.js';
import { ExactTime, Time } from '../../ui/time.js';
import { planEnd } from './plan-end.js';
import { priceWords } from './plan-words.js';

const tones: Readonly<Record<string, Tone>> = {
  active: 'good',
  trialing: 'good',
  past_due: 'bad',
  canceled: 'bad',
};

/** The plan that the merchant has now; `plan` is absent where it is offered no more. */
export function StandingCard({
  subscription,
  plan,
}: {
  readonly subscription: Subscription;
  readonly plan: Plan | undefined;
}) {
  const now = useNow();
  const { planTier, subscriptionStatus } = subscription;
  const { at: end, isOver: hasLapsed } = planEnd(subscription, plan, now);
  return (
    <Card title="Your plan">
      {hasLapsed && (
        <div style={{ marginBottom: 14 }}>
          <Note tone="bad" title="Your plan has run out">
            Mint and verify answer 403 until you buy a period, or the operator gives you one. Nothing of yours
            is deleted.
          </Note>
        </div>
      )}
      <Facts
        of={[
          ['Plan', plan === undefined ? words(planTier) : titleOf(plan)],
          [
            'Status',
            <StatusBadge key="status" tone={tones[subscriptionStatus] ?? 'calm'}>
              {words(subscriptionStatus)}
            </StatusBadge>,
          ],
          [
            end === null || hasLapsed
              ? 'Ends'
              : subscriptionStatus === 'trialing'
                ? 'Trial ends'
                : 'Paid until',
            end === null ? (
              hasLapsed ? (
                'now'
              ) : (
                'never'
              )
            ) : (
              <span key="end">
                <ExactTime at={end} /> (<Time at={end} />)
              </span>
            ),
          ],
        ]}
      />
    </Card>
  );
}

/** A plan with what it costs, unless its name says that. */
function titleOf(plan: Plan): string {
  const price = priceWords(plan);
  return price.toLowerCase() === plan.name.toLowerCase() ? plan.name : `${plan.name} · ${price}`;
}
