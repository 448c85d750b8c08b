import type { ConsumerLag, OldestWriter } from '@turnpike/events';
import { operatorBounds } from '../operator-bounds.js';
import { fail, ok, warn } from './finding.js';
import type { Finding } from './finding.js';

/** What is looked at of events. */
export interface EventsState {
  readonly isRestored: boolean;
  readonly lags: readonly ConsumerLag[];
  readonly oldestWriter: OldestWriter | null;
}

/** Whether events are read, by everybody who follows them. */
export function checkEvents({ isRestored, lags, oldestWriter }: EventsState): Finding {
  const about = 'events';
  if (isRestored)
    return fail(
      about,
      'the database was restored from another server, and its events stand still',
      'start the processes of the instance anew: that numbers its events again',
    );
  const late = lags.filter(({ lagSeconds }) => lagSeconds > operatorBounds.eventLagSecondsMax);
  const held = heldBy(oldestWriter);
  if (held !== null) return held;
  if (late.length === 0) return ok(about, 'all are read');
  const names = late.map(({ consumer, lagSeconds }) => `${consumer} by ${minutes(lagSeconds)}`).join(', ');
  return warn(about, `behind: ${names}`, 'start a worker, or look into the log of the one that runs');
}

function heldBy(writer: OldestWriter | null): Finding | null {
  if (writer === null || writer.openSeconds <= operatorBounds.writerSecondsMax) return null;
  const { pid, database, name, openSeconds } = writer;
  const what = pid === null ? `the prepared transaction ${name}` : `a transaction of ${name || 'a session'}`;
  const where = pid === null ? database : `${database}, process ${pid}`;
  return warn(
    'events',
    `${what} (${where}) is open for ${minutes(openSeconds)}: no event that came after it is read`,
    pid === null ? `ROLLBACK PREPARED '${name}' or commit it` : `end it: SELECT pg_terminate_backend(${pid})`,
  );
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)} min`;
}
