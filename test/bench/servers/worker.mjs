// The real worker.
import { createWorker } from '../../../dist/apps/worker/src/bootstrap.js';
import { parseEnv } from '../../../dist/libs/config/src/index.js';
import { serve } from './serve.mjs';

const { variables } = JSON.parse(process.argv[2]);
const worker = await createWorker({ env: parseEnv(variables) });
await worker.ready;
serve(0, () => worker.close());
