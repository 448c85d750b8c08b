import type { OutboundFailureKind, UpstreamClient } from '@turnpike/outbound';
import { proxyBounds } from './proxy-bounds.js';

/** What one look at an upstream has found: the status of its answer, or why there is none. */
export interface UpstreamProbe {
  readonly status: number | null;
  readonly failure: OutboundFailureKind | 'timeout' | null;
  /** The code of the network's error, such as `ENOTFOUND`; null without one. */
  readonly code: string | null;
}

/** Asks an upstream once, without any secret, and takes no more of its answer than the status. Never throws. */
export function probeUpstream(client: UpstreamClient, targetBaseUrl: string): Promise<UpstreamProbe> {
  const { origin, pathname } = new URL(targetBaseUrl);
  return new Promise((resolve) => {
    let abort: () => void = () => undefined;
    const end = (probe: Partial<UpstreamProbe>): void => {
      clearTimeout(timer);
      resolve({ status: null, failure: null, code: null, ...probe });
      abort();
    };
    const timer = setTimeout(() => end({ failure: 'timeout' }), proxyBounds.probeMillis);
    const headers = ['user-agent', 'turnpike', 'accept', '*/*'];
    client.send(
      { origin, path: pathname, method: 'GET', headers, body: null },
      {
        onStart: (control) => (abort = () => control.abort()),
        onAnswer: (status) => end({ status }),
        onData: () => undefined,
        onEnd: () => undefined,
        onUpgrade: (_headers, socket) => socket.destroy(),
        onFailure: ({ kind, reason }) => end({ failure: kind, code: reason === '' ? null : reason }),
      },
    );
  });
}
