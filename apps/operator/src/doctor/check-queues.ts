import type { QueueFigures } from '@turnpike/queues';
import type { Schedule } from '../../../worker/src/schedules.js';
import { operatorBounds } from '../operator-bounds.js';
import { fail, ok, warn } from './finding.js';
import type { Finding } from './finding.js';

/** Whether workers take jobs and every schedule goes on. Times are of the machine's clock, as those of the queues are. */
export function checkQueues(
  { queues, schedules }: QueueFigures,
  expected: readonly Schedule[],
  nowMillis: number,
): readonly Finding[] {
  return [going(schedules, expected, nowMillis), waiting(queues, nowMillis)];
}

function going(
  schedules: QueueFigures['schedules'],
  expected: readonly Schedule[],
  nowMillis: number,
): Finding {
  const about = 'schedules';
  const late = expected.filter(({ job }) => {
    const found = schedules.find((schedule) => schedule.job === job.name);
    return found === undefined || nowMillis - (found.nextAtMillis ?? 0) > operatorBounds.jobLateMillisMax;
  });
  if (late.length === 0) return ok(about, `all ${expected.length} go on`);
  const names = late.map(({ job }) => job.name).join(', ');
  const text = late.length === expected.length ? 'no worker is at work' : `nobody does ${names}`;
  return fail(about, text, 'start a process with ROLE=worker, or look into the log of the one that runs');
}

function waiting(queues: QueueFigures['queues'], nowMillis: number): Finding {
  const about = 'queues';
  const count = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const failed = queues.reduce((sum, queue) => sum + queue.failed, 0);
  const oldest = Math.min(...queues.map(({ oldestWaitingAtMillis }) => oldestWaitingAtMillis ?? nowMillis));
  const text = `${count} ${count === 1 ? 'job waits' : 'jobs wait'}, ${failed} failed within a day`;
  const waited = nowMillis - oldest;
  if (waited > operatorBounds.jobWaitMillisMax)
    return warn(
      about,
      `${text}; the oldest waits for ${Math.floor(waited / 60_000)} min`,
      'start more workers',
    );
  return failed > 0 ? warn(about, text, 'the log of the workers says why') : ok(about, text);
}
