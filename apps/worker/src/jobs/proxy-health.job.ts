import { Injectable } from '@nestjs/common';
import { ProbeUpstreams } from '@turnpike/proxies';
import { JOBS } from '@turnpike/queues';
import { Job } from '../job.js';

/** Looks whether the upstreams of listed proxies answer. */
@Injectable()
export class ProxyHealthJob extends Job {
  override readonly kind = JOBS.proxyHealth;

  constructor(private readonly probing: ProbeUpstreams) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    await this.probing.run(signal);
  }
}
