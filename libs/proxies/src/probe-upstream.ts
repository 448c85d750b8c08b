import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '@turnpike/config';
import { AddressGuard, UpstreamClient } from '@turnpike/outbound';
import { CheckUpstream } from './check-upstream.js';
import { probeUpstream, type UpstreamProbe } from './upstream-probe.js';

/** Looks whether an address could be an upstream, before a proxy is made of it. */
@Injectable()
export class ProbeUpstream {
  constructor(
    private readonly address: CheckUpstream,
    private readonly guard: AddressGuard,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Throws `ValidationFailed` and `AddressRefused` for an address that no proxy may have. */
  async run(targetBaseUrl: string): Promise<UpstreamProbe> {
    const checked = this.address.run(targetBaseUrl);
    const client = new UpstreamClient(this.guard, 1, { http2Hosts: this.env.upstreamHttp2 });
    try {
      return await probeUpstream(client, checked);
    } finally {
      await client.close();
    }
  }
}
