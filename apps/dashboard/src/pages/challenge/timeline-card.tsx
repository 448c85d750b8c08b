import { useQuery } from '@tanstack/react-query';
import type { Mode } from '../../api/mode.js';
import { timelineQuery } from '../../api/queries/sales-queries.js';
import type { TimelineEntry } from '../../api/shapes/challenges.js';
import { Card } from '../../ui/card.js';
import { grouped } from '../../ui/format.js';
import { QueryView } from '../../ui/query-view.js';
import { reasonWords } from '../../ui/reasons.js';
import { Time } from '../../ui/time.js';
import { timelineWords } from './timeline-words.js';
import classes from './timeline-card.module.css';

/** All that happened to a challenge, in order. */
export function TimelineCard({ mode, paymentHash }: { readonly mode: Mode; readonly paymentHash: string }) {
  const query = useQuery({ ...timelineQuery(mode, paymentHash), refetchInterval: 5_000 });
  return (
    <Card title="Timeline">
      <QueryView query={query} height={260}>
        {({ entries }) => (
          <ol className={classes['timeline']}>
            {entries.map((entry, index) => (
              <li key={`${entry.at} ${entry.kind} ${index}`} data-tone={timelineWords(entry.kind).tone}>
                <Entry entry={entry} />
              </li>
            ))}
          </ol>
        )}
      </QueryView>
    </Card>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  const { title } = timelineWords(entry.kind);
  const isRefusal = entry.kind === 'refused';
  const reason = isRefusal ? reasonWords(String(entry.detail['reason'])) : null;
  const count = Number(entry.detail['count'] ?? 1);
  const details = Object.entries(entry.detail).filter(
    ([name, value]) =>
      value !== null && value !== undefined && !(isRefusal && (name === 'reason' || name === 'count')),
  );
  return (
    <>
      <div className={classes['line']}>
        <strong>
          {reason === null ? title : `${title}: ${reason.short}`}
          {count > 1 && <span className="tp-number"> ×{grouped(count)}</span>}
        </strong>
        <span className={classes['at']}>
          <Time at={entry.at} />
        </span>
      </div>
      {reason !== null && (
        <p className={classes['detail']}>
          {reason.means} {reason.advice}
        </p>
      )}
      {details.length > 0 && (
        <p className={classes['detail']}>
          {details.map(([name, value]) => `${name}: ${String(value)}`).join(' · ')}
        </p>
      )}
    </>
  );
}
