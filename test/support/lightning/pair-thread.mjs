// A pair of nodes in a thread of its own: a call in, its answer out, in the order in which they came.
import { parentPort, workerData } from 'node:worker_threads';
import { Pair } from './pair.mjs';

const pair = new Pair(workerData.timeSeconds);

parentPort.on('message', ({ call, method, terms }) => {
  try {
    parentPort.postMessage({ call, result: pair[method](terms) });
  } catch (error) {
    parentPort.postMessage({ call, error: { message: error.message, why: error.why ?? null } });
  }
});
parentPort.postMessage({ ids: pair.ids });
