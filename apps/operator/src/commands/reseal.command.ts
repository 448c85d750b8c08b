import { ResealJob } from '../../../worker/src/jobs/reseal.job.js';
import { OperatorError } from '../command.js';
import type { Command } from '../command.js';
import { sealedSecrets } from '../sealed-secrets.js';
import { withWorker } from '../with-parts.js';

/** Brings everything that is sealed under the current key. */
export const reseal: Command = {
  name: 'reseal',
  summary: 'Seals all stored secrets under the current seal key, as the worker does within the hour.',
  notes: [
    'After it has ended well, the old keys can be taken out. It fails if something is sealed under a key that is not there.',
  ],
  options: {},
  async run(call) {
    return withWorker(call, async ({ part, env }) => {
      const current = env.sealKeys?.[0]?.kid;
      const under = async (): Promise<number> =>
        (await sealedSecrets({ part }))
          .filter(({ kid }) => kid !== current)
          .reduce((sum, { count }) => sum + count, 0);
      const before = await under();
      if (before > 0)
        call.progress(`${before} secrets are sealed under another key than number ${String(current)}`);
      const resealed = await part(ResealJob).reseal(call.signal, (wallets) => {
        if (wallets > 0) call.progress(`${wallets} wallets done`);
      });
      const left = await under();
      if (call.signal.aborted && left > 0) throw new OperatorError(`stopped; ${left} secrets are left`);
      const lines = Object.entries(resealed).map(([kind, count]) => `${kind}  ${count}`);
      const last =
        left === 0
          ? `everything is sealed under number ${String(current)}`
          : `${left} secrets do not open: their key is not in SEAL_KEYS, or they were altered`;
      return { isBad: left > 0, json: { resealed, left, current }, lines: [...lines, last] };
    });
  },
};
