import type { SalesTotals } from '../../api/shapes/statistics.js';
import { Card } from '../../ui/card.js';
import { grouped, share } from '../../ui/format.js';
import classes from './funnel.module.css';

/**
 * From the 402 to the paid invoice to the token that was used, each counted on its own day: so a step can be more than the one
 * before it, and then is no share of it.
 */
export function Funnel({ totals }: { readonly totals: SalesTotals }) {
  const { challenges, paidChallenges, usedChallenges } = totals;
  const steps = [
    { name: '402 sent', note: 'a challenge was minted', count: challenges, of: challenges },
    { name: 'Paid', note: 'of those that were sent', count: paidChallenges, of: challenges },
    { name: 'Used', note: 'of those that were paid', count: usedChallenges, of: paidChallenges },
  ];
  return (
    <Card title="From 402 to paid to used" description="Where payers are lost on the way.">
      <ol className={classes['funnel']}>
        {steps.map(({ name, note, count, of }, index) => (
          <li key={name} className={classes['step']}>
            <div className={classes['line']}>
              <span>
                <strong>{name}</strong>
                {index > 0 && (
                  <span className={classes['note']}>
                    {' '}
                    {count > of ? 'some of them begun on days before' : `${share(count, of)} ${note}`}
                  </span>
                )}
              </span>
              <span className="tp-number">{grouped(count)}</span>
            </div>
            <div className={classes['track']}>
              <div
                className={classes['bar']}
                data-step={index}
                style={{
                  width: `${count === 0 ? 0 : Math.min(Math.max((count / challenges) * 100, 1), 100)}%`,
                }}
              />
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
