import { PruneJob } from '../../../worker/src/jobs/prune.job.js';
import type { Command } from '../command.js';
import { withWorker } from '../with-parts.js';

/** Deletes what nobody needs any more. */
export const prune: Command = {
  name: 'prune',
  summary: 'Deletes what is over now, as the worker does every hour.',
  notes: [
    'Challenges a day after their token has expired, records of settlements after 800 days, events after 30, entries of the log of changes after 400, and the like.',
  ],
  options: {},
  async run(call) {
    const deleted = await withWorker(call, ({ part }) => part(PruneJob).prune(call.signal));
    const kinds = Object.entries(deleted).filter(([, count]) => count > 0);
    return {
      json: { deleted },
      lines: kinds.length === 0 ? ['nothing was over'] : kinds.map(([kind, count]) => `${kind}  ${count}`),
    };
  },
};
