import { Inject, Injectable } from '@nestjs/common';
import { Clock, ENV, type Env } from '@turnpike/config';
import { AddressGuard, UpstreamClient } from '@turnpike/outbound';
import { proxyBounds } from './proxy-bounds.js';
import { RegistryRepository } from './registry.repository.js';
import { probeUpstream } from './upstream-probe.js';

/** Looks now and then whether the upstreams of listed proxies answer, so that the registry marks those which do not. */
@Injectable()
export class ProbeUpstreams {
  constructor(
    private readonly repository: RegistryRepository,
    private readonly guard: AddressGuard,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Probes those whose turn it is, few at a time; returns how many. No secret is sent: any answer below 500 is a good one. */
  async run(signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - proxyBounds.probeEverySeconds * 1000);
    const taken = [...(await this.repository.takeForProbe(now, before, proxyBounds.probesMax))];
    const count = taken.length;
    const client = new UpstreamClient(this.guard, 1, { http2Hosts: this.env.upstreamHttp2 });
    const probeNext = async (): Promise<void> => {
      for (let next = taken.shift(); next !== undefined && !signal.aborted; next = taken.shift())
        await this.repository.writeProbe(next.id, await isDown(client, next.targetBaseUrl));
    };
    try {
      await Promise.all(Array.from({ length: proxyBounds.probesAtATimeMax }, probeNext));
    } finally {
      await client.close();
    }
    return count;
  }
}

async function isDown(client: UpstreamClient, targetBaseUrl: string): Promise<boolean> {
  const { status } = await probeUpstream(client, targetBaseUrl);
  return status === null || status >= 500;
}
