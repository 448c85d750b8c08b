import type { SalesTotals } from '../../api/shapes/statistics.js';
import { Card } from '../../ui/card.js';
import { grouped, share } from '../../ui/format.js';
import classes from './funnel.module.css';

/** From the 402 to the paid invoice to the token that was used. */
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
                    {share(count, of)} {note}
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
                  width: `${challenges === 0 ? 0 : Math.max((count / challenges) * 100, count > 0 ? 1 : 0)}%`,
                }}
              />
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
