import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { all as forwardedAddresses, compile } from '@fastify/proxy-addr';

/** Who asks, and by which address of ours, as far as trusted proxies may tell. */
export interface Caller {
  /** Undefined for a connection that has ended. */
  readonly ip: string | undefined;
  readonly protocol: string;
  /** The host that was asked for, in lower case and without its port; empty if none was named. */
  readonly host: string;
  readonly hostWithPort: string;
}

/** Reads who asks. Headers of forwarding count from the proxies that the operator trusts, and from nobody else. */
export class Callers {
  private readonly trusts: ((address: string, index: number) => boolean) | null;

  constructor(trustedProxies: readonly string[]) {
    this.trusts = trustedProxies.length === 0 ? null : compile([...trustedProxies]);
  }

  /** The host that was asked for, in lower case and without its port; empty if none was named. */
  hostOf(request: IncomingMessage): string {
    return bare(this.hostWithPortOf(request));
  }

  /** To be read before any wait: a connection that has ended meanwhile has no address any more. */
  of(request: IncomingMessage): Caller {
    const { remoteAddress } = request.socket;
    const isTrusted = this.isTrusted(request);
    const isEncrypted = 'encrypted' in request.socket && request.socket.encrypted === true;
    const hostWithPort = this.hostWithPortOf(request);
    return {
      ip: isTrusted && this.trusts !== null ? forwardedAddresses(request, this.trusts).at(-1) : remoteAddress,
      protocol: this.told(request, 'x-forwarded-proto') ?? (isEncrypted ? 'https' : 'http'),
      host: bare(hostWithPort),
      hostWithPort,
    };
  }

  private hostWithPortOf(request: IncomingMessage): string {
    return (this.told(request, 'x-forwarded-host') ?? request.headers.host ?? '').toLowerCase();
  }

  private told(request: IncomingMessage, name: string): string | undefined {
    const value = request.headers[name];
    if (value === undefined || !this.isTrusted(request)) return undefined;
    return [value].flat()[0]?.split(',')[0]?.trim();
  }

  private isTrusted({ socket: { remoteAddress } }: IncomingMessage): boolean {
    return this.trusts !== null && remoteAddress !== undefined && this.trusts(remoteAddress, 0);
  }
}

function bare(host: string): string {
  return host.replace(/:\d*$/, '').replace(/\.$/, '');
}

/** Whether a host may be somebody's own: a name with a dot, and no address. */
export function mayBeOwnHost(host: string): boolean {
  return host.includes('.') && !host.startsWith('[') && isIP(host) === 0;
}
