import type { DatabaseState } from '@turnpike/database';
import { operatorBounds } from '../operator-bounds.js';
import { fail, ok, warn } from './finding.js';
import type { Finding } from './finding.js';

/** Whether the database is one that this version can work on. */
export function checkDatabase(state: DatabaseState): readonly Finding[] {
  const size = `${(state.sizeBytes / 1_048_576).toFixed(0)} MB`;
  const server = `PostgreSQL ${state.version}, ${size}`;
  return [
    state.isSupported ? ok('database', server) : fail('database', server, 'use PostgreSQL 14 or later'),
    migrations(state),
    clock(state),
  ];
}

function migrations({ pendingMigrations, failedMigrations }: DatabaseState): Finding {
  const [failed] = failedMigrations;
  if (failed !== undefined)
    return fail(
      'migrations',
      `${failed} began and did not finish`,
      'repair the database, then run npx prisma migrate resolve',
    );
  if (pendingMigrations.length === 0) return ok('migrations', 'all are applied');
  return fail(
    'migrations',
    `${pendingMigrations.length} of this version are missing, from ${pendingMigrations[0] ?? ''} on`,
    'start the instance once: it applies them',
  );
}

function clock({ clockAheadSeconds, clockDoubtSeconds }: DatabaseState): Finding {
  const apart = Math.max(0, Math.abs(clockAheadSeconds) - clockDoubtSeconds);
  const way = clockAheadSeconds > 0 ? 'behind' : 'ahead of';
  const text = `this machine is ${apart.toFixed(1)} s ${way} the database`;
  const remedy = 'let both machines keep time by NTP';
  if (apart >= operatorBounds.clockSecondsFailMin)
    return fail('clock', `${text}: tokens and invoices end at wrong times`, remedy);
  if (apart >= operatorBounds.clockSecondsWarnMin) return warn('clock', text, remedy);
  return ok('clock', 'agrees with that of the database');
}
