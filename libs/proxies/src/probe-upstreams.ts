import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { AddressGuard, UpstreamClient } from '@turnpike/outbound';
import { proxyBounds } from './proxy-bounds.js';
import { RegistryRepository } from './registry.repository.js';

/** Looks now and then whether the upstreams of listed proxies answer, so that the registry marks those which do not. */
@Injectable()
export class ProbeUpstreams {
  constructor(
    private readonly repository: RegistryRepository,
    private readonly guard: AddressGuard,
    private readonly clock: Clock,
  ) {}

  /** Probes those whose turn it is, few at a time; returns how many. No secret is sent: any answer below 500 is a good one. */
  async run(signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - proxyBounds.probeEverySeconds * 1000);
    const taken = [...(await this.repository.takeForProbe(now, before, proxyBounds.probesMax))];
    const count = taken.length;
    const client = new UpstreamClient(this.guard, 1);
    const probeNext = async (): Promise<void> => {
      for (let next = taken.shift(); next !== undefined && !signal.aborted; next = taken.shift())
        await this.repository.writeProbe(next.id, !(await answers(client, next.targetBaseUrl)));
    };
    try {
      await Promise.all(Array.from({ length: proxyBounds.probesAtATimeMax }, probeNext));
    } finally {
      await client.close();
    }
    return count;
  }
}

function answers(client: UpstreamClient, targetBaseUrl: string): Promise<boolean> {
  const { origin, pathname } = new URL(targetBaseUrl);
  return new Promise((resolve) => {
    let abort: () => void = () => undefined;
    const timer = setTimeout(() => end(false), proxyBounds.probeMillis);
    const end = (isUp: boolean): void => {
      clearTimeout(timer);
      resolve(isUp);
      abort();
    };
    const headers = ['user-agent', 'turnpike', 'accept', '*/*'];
    client.send(
      { origin, path: pathname, method: 'GET', headers, body: null },
      {
        onStart: (control) => (abort = () => control.abort()),
        onAnswer: (status) => end(status < 500),
        onData: () => undefined,
        onEnd: () => undefined,
        onUpgrade: (_headers, socket) => socket.destroy(),
        onFailure: () => end(false),
      },
    );
  });
}
