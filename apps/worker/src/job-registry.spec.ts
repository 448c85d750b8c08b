import { JOBS } from '@turnpike/queues';
import type { JobKind } from '@turnpike/queues';
import { Job } from './job.js';
import { JobRegistry } from './job-registry.js';

class Idle extends Job {
  constructor(override readonly kind: JobKind) {
    super();
  }

  override run(): Promise<void> {
    return Promise.resolve();
  }
}

const all = Object.values(JOBS).map((kind) => new Idle(kind));

describe('the registry of jobs', () => {
  it('finds what does each job', () => {
    const registry = new JobRegistry(all);
    for (const job of all) expect(registry.of(job.kind.name)).toBe(job);
  });

  it('refuses to be made when nothing does a job, and names it', () => {
    expect(() => new JobRegistry(all.slice(1))).toThrow(all[0]?.kind.name);
  });

  it('refuses to be made when two do the same job', () => {
    expect(() => new JobRegistry([...all, new Idle(JOBS.prune)])).toThrow('prune');
  });

  it('refuses a job that is none of ours', () => {
    expect(() => new JobRegistry(all).of('of-another-version')).toThrow('of-another-version');
  });
});
