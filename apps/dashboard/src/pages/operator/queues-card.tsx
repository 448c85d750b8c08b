import type { InstanceState } from '../../api/shapes/operator.js';
import { Card } from '../../ui/card.js';
import { grouped, span } from '../../ui/format.js';
import { Note } from '../../ui/note.js';
import { Time } from '../../ui/time.js';
import classes from './queues-card.module.css';

const lateSeconds = 120;

/** What waits to be done, and when each regular job last ran. */
export function QueuesCard({ queues }: { readonly queues: InstanceState['queues'] }) {
  const { backend, isReachable, waiting, failed, oldestWaitingSeconds, lastRuns } = queues;
  const isLate = (oldestWaitingSeconds ?? 0) > lateSeconds;
  return (
    <Card title="Queues" description={`Kept in ${backend === 'redis' ? 'Redis' : 'PostgreSQL'}.`}>
      {!isReachable && (
        <div className={classes['note']}>
          <Note tone="bad" title="The queues cannot be reached">
            Mint and verify go on; look-ups of payments and webhooks wait. Check Redis.
          </Note>
        </div>
      )}
      {isLate && (
        <div className={classes['note']}>
          <Note tone="bad" title={`Something has waited for ${span(oldestWaitingSeconds ?? 0)}`}>
            Check that a process with the role worker runs, and read its log.
          </Note>
        </div>
      )}
      {failed !== null && failed > 0 && (
        <div className={classes['note']}>
          <Note tone="warn" title={`${grouped(failed)} failed within a day`}>
            Each was tried several times. The worker’s log says why.
          </Note>
        </div>
      )}
      <div className={classes['columns']}>
        <Lines title="Waiting" empty="Nothing waits." lines={Object.entries(waiting)} />
        <div>
          <h3 className={classes['title']}>Last runs</h3>
          <dl className={classes['lines']}>
            {lastRuns.map(({ job, at, nextAt }) => (
              <div key={job} className={classes['line']}>
                <dt>{job}</dt>
                <dd>
                  <Time at={at} none="never" />
                  {nextAt !== null && (
                    <span className={classes['next']}>
                      {' '}
                      · again <Time at={nextAt} />
                    </span>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
    </Card>
  );
}

interface LinesProps {
  readonly title: string;
  readonly empty: string;
  readonly lines: readonly (readonly [string, number])[];
}

function Lines({ title, empty, lines }: LinesProps) {
  return (
    <div>
      <h3 className={classes['title']}>{title}</h3>
      {lines.length === 0 ? (
        <p className={classes['empty']}>{empty}</p>
      ) : (
        <dl className={classes['lines']}>
          {lines.map(([name, count]) => (
            <div key={name} className={classes['line']}>
              <dt>{name}</dt>
              <dd className="tp-number">{grouped(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
