import { limits } from '@turnpike/config';
import { mailBounds } from '@turnpike/mail';
import { JOBS } from '@turnpike/queues';
import type { JobKind } from '@turnpike/queues';
import { workerBounds } from './worker-bounds.js';

/** A job that is done every so often by one worker, however many there are. */
export interface Schedule {
  readonly job: JobKind;
  readonly everyMillis: number;
}

/** All schedules. What is scheduled and does not stand here is an older version's and is ended. */
export const SCHEDULES: readonly Schedule[] = [
  { job: JOBS.lookUpTurn, everyMillis: workerBounds.lookUpTurnMillis },
  { job: JOBS.webhookTurn, everyMillis: workerBounds.webhookTurnMillis },
  { job: JOBS.reservationSweep, everyMillis: limits.reservationSweepMillis },
  { job: JOBS.overdueSweep, everyMillis: limits.watchSweepMillis },
  { job: JOBS.walletHealth, everyMillis: workerBounds.walletHealthMillis },
  { job: JOBS.reconciliation, everyMillis: workerBounds.reconciliationMillis },
  { job: JOBS.proxyHealth, everyMillis: workerBounds.proxyHealthMillis },
  { job: JOBS.letters, everyMillis: mailBounds.sweepMillis },
  { job: JOBS.reseal, everyMillis: workerBounds.resealMillis },
  { job: JOBS.countEvents, everyMillis: workerBounds.countEventsMillis },
  { job: JOBS.planUpkeep, everyMillis: workerBounds.planUpkeepMillis },
  { job: JOBS.prune, everyMillis: workerBounds.pruneMillis },
];
