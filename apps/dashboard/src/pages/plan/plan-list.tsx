import { Button } from '@mantine/core';
import type { Plan, Subscription } from '../../api/shapes/plans.js';
import { sats } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { capWords, featureWords, priceWords } from './plan-words.js';
import classes from './plan-list.module.css';

/** The plans, the one that the merchant has, and what buys another. */
export interface PlanListProps {
  readonly plans: readonly Plan[];
  readonly subscription: Subscription;
  /** Whether the instance sells any; else only its operator gives them. */
  readonly areSold: boolean;
  readonly mayBuy: boolean;
  readonly onBuy: (plan: Plan) => void;
}

/** The plans side by side, each with what it includes and what buys it. */
export function PlanList({ plans, subscription, areSold, mayBuy, onBuy }: PlanListProps) {
  return (
    <ul className={classes['plans']}>
      {plans.map((plan) => {
        const isCurrent = plan.id === subscription.planTier;
        const isSold = areSold && plan.priceSats !== null && plan.priceSats > 0;
        return (
          <li key={plan.id} className={classes['plan']} data-current={isCurrent}>
            <div className={classes['head']}>
              <h3 className={classes['name']}>{plan.name}</h3>
              {isCurrent && <StatusBadge tone="good">Yours</StatusBadge>}
            </div>
            <p className={classes['price']}>{priceWords(plan)}</p>
            {isSold && plan.priceUsdCents !== null && plan.priceUsdCents > 0 && (
              <p className={classes['sats']}>{sats(plan.priceSats)} over Lightning</p>
            )}
            <ul className={classes['points']}>
              {[...capWords(plan.caps), ...featureWords(plan)].map((point) => (
                <li key={point}>
                  <Icon name="check" size={16} />
                  {point}
                </li>
              ))}
            </ul>
            <div className={classes['foot']}>
              {isSold ? (
                <Button
                  fullWidth
                  variant={isCurrent ? 'default' : 'filled'}
                  disabled={!mayBuy}
                  onClick={() => onBuy(plan)}
                >
                  {isCurrent ? `Another month of ${plan.name}` : `Buy ${plan.name}`}
                </Button>
              ) : (
                <span>{isCurrent ? 'Nothing to pay.' : 'Ask the operator for it.'}</span>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
