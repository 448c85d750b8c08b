import { Tooltip } from '@mantine/core';
import type { RefusalCount } from '../../api/shapes/statistics.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { grouped } from '../../ui/format.js';
import { reasonWords } from '../../ui/reasons.js';
import classes from './refusal-list.module.css';

const shownMax = 7;

/** Why credentials were refused, the most frequent reason first, with what can be done about it. */
export function RefusalList({ refusals }: { readonly refusals: readonly RefusalCount[] }) {
  const sorted = [...refusals].sort((one, other) => other.count - one.count).slice(0, shownMax);
  const most = Math.max(...sorted.map(({ count }) => count), 1);
  return (
    <Card title="Refused credentials" description="Why verify said no. Point at a reason to see what to do.">
      {sorted.length === 0 ? (
        <EmptyState icon="shield" title="No credential was refused">
          Wrong, expired and used-up tokens would be counted here by reason.
        </EmptyState>
      ) : (
        <ul className={classes['list']}>
          {sorted.map(({ reason, count }) => {
            const { short, means, advice } = reasonWords(reason);
            return (
              <li key={reason}>
                <Tooltip label={`${means} ${advice}`} multiline w={300}>
                  <div className={classes['line']} tabIndex={0}>
                    <span className={classes['words']}>
                      <span>{short}</span>
                      <span className="tp-number">{grouped(count)}</span>
                    </span>
                    <span className={classes['bar']} style={{ width: `${(count / most) * 100}%` }} />
                  </div>
                </Tooltip>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
