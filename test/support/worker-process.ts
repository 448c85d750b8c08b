import { BuiltProcess } from './built-process.js';

/** A worker as a process of its own, from the build. It takes jobs some time after it was started. */
export function startWorkerProcess(variables: Record<string, string>): BuiltProcess {
  return BuiltProcess.start('apps/worker/src/main.js', variables);
}
