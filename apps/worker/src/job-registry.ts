import { JOBS } from '@turnpike/queues';
import type { Job } from './job.js';

/** Which job is done by what. Throws, so that the worker does not start, if a job has nothing that does it, or two. */
export class JobRegistry {
  private readonly byName = new Map<string, Job>();

  constructor(jobs: readonly Job[]) {
    for (const job of jobs) {
      if (this.byName.has(job.kind.name)) throw new Error(`the job ${job.kind.name} is done by two classes`);
      this.byName.set(job.kind.name, job);
    }
    const undone = Object.values(JOBS).filter(({ name }) => !this.byName.has(name));
    if (undone.length > 0) throw new Error(`nothing does ${undone.map(({ name }) => name).join(', ')}`);
  }

  /** What does the job of that name. Throws for a name that is not ours, such as one of an older version. */
  of(name: string): Job {
    const job = this.byName.get(name);
    if (job === undefined) throw new Error(`there is no job ${name}`);
    return job;
  }
}
