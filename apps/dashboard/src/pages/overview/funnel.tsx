import type { SalesTotals } from '../../api/shapes/statistics.js';
import { Card } from '../../ui/card.js';
import { grouped } from '../../ui/format.js';
import { funnelSteps } from './funnel-steps.js';
import classes from './funnel.module.css';

/** From the 402 to the paid invoice to the token that was used. */
export function Funnel({ totals }: { readonly totals: SalesTotals }) {
  return (
    <Card title="From 402 to paid to used" description="Where payers are lost on the way.">
      <ol className={classes['funnel']}>
        {funnelSteps(totals).map(({ name, note, count, percent }, index) => (
          <li key={name} className={classes['step']}>
            <div className={classes['line']}>
              <span>
                <strong>{name}</strong>
                {note !== null && <span className={classes['note']}> {note}</span>}
              </span>
              <span className="tp-number">{grouped(count)}</span>
            </div>
            <div className={classes['track']}>
              <div className={classes['bar']} data-step={index} style={{ width: `${percent}%` }} />
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
